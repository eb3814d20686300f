"""What a profile may hold about imports."""

CONFIRM = "imports.confirm_runs"
