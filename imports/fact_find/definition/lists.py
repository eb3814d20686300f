"""The lists to choose from: what is stored, and what people read.

Labels are within WinAnsi (no narrow no-break space), for viewers draw them with a plain Helvetica.
No two of a list share a label: some programs give labels back.
"""

from imports.fact_find.schema import NOT_ANSWERED, Choices

# Each list to open begins with it; an empty entry makes some programs refuse to save.
NO_ANSWER: Choices = ((NOT_ANSWERED, "—"),)
YES_OR_NO: Choices = (("OUI", "Oui"), ("NON", "Non"))

CIVILITIES: Choices = (
    ("M", "Monsieur"),
    ("MME", "Madame"),
)
LEGAL_CAPACITIES: Choices = (
    ("MAJ", "Majeur capable"),
    ("MIN", "Mineur"),
    ("EMANC", "Mineur émancipé"),
    ("CURA", "Curatelle"),
    ("TUT", "Tutelle"),
    ("SAUV", "Sauvegarde de justice"),
    ("HAB", "Habilitation familiale"),
)
HOUSING: Choices = (
    ("PROP", "Propriétaire"),
    ("PROP_ACC", "Propriétaire (crédit en cours)"),
    ("LOC", "Locataire"),
    ("HEB", "Hébergé(e) à titre gratuit"),
    ("FONC", "Logement de fonction"),
)
MARITAL_STATUSES: Choices = (
    ("CELIB", "Célibataire"),
    ("MARIE", "Marié(e)"),
    ("PACSE", "Pacsé(e)"),
    ("CONCUB", "Union libre / concubinage"),
    ("DIVORCE", "Divorcé(e)"),
    ("SEPARE", "Séparé(e) de corps"),
    ("VEUF", "Veuf / veuve"),
)
MATRIMONIAL_REGIMES: Choices = (
    ("CRA", "Communauté réduite aux acquêts (régime légal)"),
    ("CMA", "Communauté de meubles et acquêts"),
    ("CU", "Communauté universelle"),
    ("CUAI", "Communauté universelle avec attribution intégrale"),
    ("SB", "Séparation de biens"),
    ("SBSA", "Séparation de biens avec société d’acquêts"),
    ("PA", "Participation aux acquêts"),
    ("PACS_SB", "PACS\u00a0: séparation des patrimoines"),
    ("PACS_IND", "PACS\u00a0: indivision"),
    ("ETR", "Régime étranger / autre"),
)
FILIATIONS: Choices = (
    ("COMMUN", "L’union actuelle"),
    ("TIT", "Titulaire seul"),
    ("CJT", "Conjoint seul"),
    ("ADOPT", "Adoption"),
    ("AUTRE", "Autre personne"),
)
EMPLOYMENT_STATUSES: Choices = (
    ("SAL_CADRE", "Salarié cadre"),
    ("SAL_NC", "Salarié non cadre"),
    ("FONCT", "Fonctionnaire"),
    ("TNS", "Indépendant / TNS"),
    ("LIB", "Profession libérale"),
    ("DIR", "Dirigeant assimilé salarié"),
    ("AGRI", "Exploitant agricole"),
    ("RETRAITE", "Retraité(e)"),
    ("SANS", "Sans activité"),
    ("ETUD", "Étudiant(e)"),
    ("DEMANDEUR", "Demandeur d’emploi"),
)
SOCIAL_CATEGORIES: Choices = (
    ("1", "Agriculteurs exploitants"),
    ("2", "Artisans, commerçants, chefs d’entreprise"),
    ("3", "Cadres, professions intellectuelles supérieures"),
    ("4", "Professions intermédiaires"),
    ("5", "Employés"),
    ("6", "Ouvriers"),
    ("7", "Retraités"),
    ("8", "Autres sans activité professionnelle"),
)
TAX_RATES: Choices = (
    ("0", "0\u00a0%"),
    ("11", "11\u00a0%"),
    ("30", "30\u00a0%"),
    ("41", "41\u00a0%"),
    ("45", "45\u00a0%"),
)
PROPERTY_KINDS: Choices = (
    ("RP", "Résidence principale"),
    ("RS", "Résidence secondaire"),
    ("LOC_NUE", "Locatif nu"),
    ("LMNP", "Locatif meublé (LMNP/LMP)"),
    ("SCI", "Parts de SCI"),
    ("SCPI", "SCPI / OPCI"),
    ("TERRAIN", "Terrain"),
    ("FORET", "Bois et forêts / GFA / GFV"),
    ("PRO", "Immobilier professionnel"),
    ("AUTRE", "Autre"),
)
HOLDERS: Choices = (
    ("TIT", "Titulaire"),
    ("CJT", "Conjoint"),
    ("COMM", "Communauté"),
    ("INDIV", "Indivision"),
    ("SOC", "Via société"),
)
RIGHTS: Choices = (
    ("PP", "Pleine propriété"),
    ("US", "Usufruit"),
    ("NP", "Nue-propriété"),
)
ASSET_KINDS: Choices = (
    ("CC", "Compte courant"),
    ("LIVRET_A", "Livret A / Livret Bleu"),
    ("LDDS", "LDDS"),
    ("LEP", "LEP"),
    ("PEL", "PEL / CEL"),
    ("CAT", "Compte à terme"),
    ("AV", "Assurance-vie"),
    ("CAPI", "Contrat de capitalisation"),
    ("PEA", "PEA / PEA-PME"),
    ("CTO", "Compte-titres"),
    ("PER", "PER / Madelin / PERP"),
    ("PEE", "Épargne salariale (PEE, PERCO…)"),
    ("NC", "Titres non cotés / parts sociales"),
    ("CRYPTO", "Actifs numériques"),
    ("AUTRE", "Autre"),
)
LOAN_KINDS: Choices = (
    ("IMMO_RP", "Crédit résidence principale"),
    ("IMMO_LOC", "Crédit immobilier locatif"),
    ("CONSO", "Crédit à la consommation"),
    ("PRO", "Crédit professionnel"),
    ("INFINE", "Prêt in fine"),
    ("LOMBARD", "Avance / crédit lombard"),
    ("FAM", "Prêt familial"),
    ("AUTRE", "Autre"),
)
PRIORITIES: Choices = (
    ("1", "1 - Prioritaire"),
    ("2", "2 - Important"),
    ("3", "3 - Secondaire"),
    ("0", "Sans objet"),
)
HORIZONS: Choices = (
    ("M2", "Moins de 2 ans"),
    ("2_5", "2 à 5 ans"),
    ("5_8", "5 à 8 ans"),
    ("P8", "Plus de 8 ans"),
)
KNOWLEDGE: Choices = (
    ("0", "Aucune"),
    ("1", "Faible"),
    ("2", "Moyenne"),
    ("3", "Bonne"),
)
OPERATIONS: Choices = (
    ("0", "Jamais"),
    ("1", "Moins de 5 par an"),
    ("2", "5 à 20 par an"),
    ("3", "Plus de 20 par an"),
)
MANAGEMENT_MODES: Choices = (
    ("LIBRE", "Gestion libre"),
    ("CONSEIL", "Gestion conseillée"),
    ("MANDAT", "Gestion sous mandat"),
    ("PILOTEE", "Gestion pilotée"),
)
LOSSES: Choices = (
    ("0", "Aucune perte"),
    ("10", "Jusqu’à 10\u00a0%"),
    ("25", "Jusqu’à 25\u00a0%"),
    ("50", "Jusqu’à 50\u00a0%"),
    ("100", "Jusqu’à la totalité"),
)
REACTIONS: Choices = (
    ("VEND", "Vendre tout"),
    ("VEND_P", "Vendre une partie"),
    ("ATTEND", "Attendre"),
    ("RENF", "Investir davantage"),
)
RISK_LEVELS: Choices = (
    ("1", "Sécuritaire"),
    ("2", "Prudent"),
    ("3", "Équilibré"),
    ("4", "Dynamique"),
    ("5", "Offensif"),
)
SUSTAINABILITY: Choices = (
    ("OUI", "Oui, je souhaite les exprimer"),
    ("NEUTRE", "Sans préférence particulière"),
    ("NON", "Non"),
)
EXPOSURES: Choices = (
    ("DIRECT", "La personne elle-même"),
    ("FAMILLE", "Membre direct de la famille"),
    ("ASSOCIE", "Personne étroitement associée"),
)
LEGAL_FORMS: Choices = (
    ("SARL", "SARL / EURL"),
    ("SAS", "SAS / SASU"),
    ("SA", "SA"),
    ("SCI", "SCI"),
    ("SC", "Société civile"),
    ("SNC", "SNC"),
    ("SEL", "SEL"),
    ("ASSO", "Association"),
    ("FOND", "Fondation / fonds de dotation"),
    ("HOLD", "Holding"),
    ("EI", "Entreprise individuelle"),
    ("AUTRE", "Autre"),
)
TAX_REGIMES: Choices = (
    ("IS", "Impôt sur les sociétés"),
    ("IR", "Impôt sur le revenu"),
    ("EXO", "Exonérée / non lucratif"),
)
CLIENT_CATEGORIES: Choices = (
    ("NP", "Client non professionnel"),
    ("PRO", "Client professionnel"),
    ("CE", "Contrepartie éligible"),
)
CONTROLS: Choices = (
    ("DIRECT", "Direct"),
    ("INDIRECT", "Indirect"),
    ("AUTRE", "Autre moyen"),
    ("DIRIG", "Dirigeant (par défaut)"),
)
FATCA_STATUSES: Choices = (
    ("ENF_ACT", "ENF active"),
    ("ENF_PAS", "ENF passive"),
    ("IF", "Institution financière"),
    ("EXO", "Bénéficiaire exempté"),
)
