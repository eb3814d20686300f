"""What a profile may hold about alerts."""

TREAT = "alerts.treat_alerts"
