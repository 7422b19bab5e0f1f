-- A mail whose address nobody vouches for any more is kept for a retry; a filing that was never answered is looked for before a retry posts it.
INSERT INTO "delivery_transitions" ("channel", "from_state", "to_state") VALUES
  ('email', 'queued', 'failed'),
  ('email', 'deferred', 'failed'),
  ('docket', 'failed', 'unknown');
