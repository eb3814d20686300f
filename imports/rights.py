"""What a profile may hold about imports."""

SEE = "imports.see_runs"
CONFIRM = "imports.confirm_runs"
