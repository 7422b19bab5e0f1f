DROP TABLE "ledger_taken_tokens" CASCADE;--> statement-breakpoint
ALTER TABLE "ledger_tally_runs" ADD COLUMN "isp_taken_at" bigint;--> statement-breakpoint
ALTER TABLE "ledger_tally_runs" ADD COLUMN "state_taken_at" bigint;