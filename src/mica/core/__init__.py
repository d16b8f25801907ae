"""What every feature stands on: ids, the audit log, jobs and mail."""
