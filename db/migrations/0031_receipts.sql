CREATE TABLE "ledger_receipt_runs" (
	"campaign_id" integer PRIMARY KEY NOT NULL,
	"size" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_receipts" (
	"campaign_id" integer NOT NULL,
	"sequence" bigint NOT NULL,
	"signature_id" bigint NOT NULL,
	"reserved_at" timestamp with time zone NOT NULL,
	"mailed_at" timestamp with time zone,
	"refused_at" timestamp with time zone,
	CONSTRAINT "ledger_receipts_pkey" PRIMARY KEY("campaign_id","sequence"),
	CONSTRAINT "ledger_receipts_mailed_or_refused" CHECK (num_nonnulls("ledger_receipts"."mailed_at", "ledger_receipts"."refused_at") <= 1)
);
--> statement-breakpoint
ALTER TABLE "ledger_receipts" ADD CONSTRAINT "ledger_receipts_signature_id_signatures_id_fk" FOREIGN KEY ("signature_id") REFERENCES "public"."signatures"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ledger_receipts_signature" ON "ledger_receipts" USING btree ("signature_id","reserved_at");--> statement-breakpoint
-- Who signed before there were receipts gets theirs when they ask for it, not by a mail out of the blue.
INSERT INTO "ledger_receipt_runs" ("campaign_id", "size") SELECT "campaign_id", "size" FROM "campaign_counts";
