CREATE TABLE "channel_lines" (
	"channel" text NOT NULL,
	"receiver" text NOT NULL,
	"free_at" timestamp with time zone NOT NULL,
	CONSTRAINT "channel_lines_pkey" PRIMARY KEY("channel","receiver"),
	CONSTRAINT "channel_lines_channel_known" CHECK ("channel" in ('email', 'docket', 'web_form', 'paper'))
);
--> statement-breakpoint
CREATE TABLE "delivery_retries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "delivery_retries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"delivery_id" bigint NOT NULL,
	"from_state" text NOT NULL,
	"attempts_before" smallint NOT NULL,
	"asked_by" text NOT NULL,
	"reason" text,
	"asked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "delivery_retries_state_known" CHECK ("from_state" in ('queued', 'sending', 'sent', 'deferred', 'failed', 'bounced', 'cancelled', 'prepared', 'posted', 'unknown', 'awaiting', 'filed'))
);
--> statement-breakpoint
ALTER TABLE "channel_spends" RENAME COLUMN "minute" TO "began_at";--> statement-breakpoint
ALTER TABLE "delivery_retries" ADD CONSTRAINT "delivery_retries_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "delivery_retries_delivery" ON "delivery_retries" USING btree ("delivery_id","id");--> statement-breakpoint
CREATE INDEX "deliveries_ahead" ON "deliveries" USING btree ("contact_id","id") WHERE "deliveries"."state" in ('queued', 'deferred');--> statement-breakpoint
CREATE INDEX "delivery_attempts_latest" ON "delivery_attempts" USING brin ("started_at");--> statement-breakpoint
ALTER TABLE "channel_spends" DROP CONSTRAINT "channel_spends_pkey";
--> statement-breakpoint
ALTER TABLE "channel_spends" ADD CONSTRAINT "channel_spends_pkey" PRIMARY KEY("channel","receiver","began_at");--> statement-breakpoint
-- A third of what one mailbox takes: https://support.google.com/a/answer/1366776 (60 a minute), Exchange Online limits (1,200 an hour from one sender).
INSERT INTO "channel_budgets" ("channel", "receiver", "per_minute", "per_hour", "changed_by") VALUES
  ('email', '*', 20, 1000, 'migration');
