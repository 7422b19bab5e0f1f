DROP TABLE "export_runs";
--> statement-breakpoint
CREATE TABLE "export_schedules" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "export_schedules_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" integer NOT NULL,
	"kind" text NOT NULL,
	"query" jsonb NOT NULL,
	"format" text NOT NULL,
	"purpose" text,
	"destination" text NOT NULL,
	"rhythm" text NOT NULL,
	"weekday" smallint,
	"hour" smallint NOT NULL,
	"time_zone" text NOT NULL,
	"locale" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" text,
	CONSTRAINT "export_schedules_public_id_unique" UNIQUE("public_id"),
	CONSTRAINT "export_schedules_kind_known" CHECK ("kind" in ('counts', 'signatures', 'letters', 'filing', 'ledger')),
	CONSTRAINT "export_schedules_destination_known" CHECK ("destination" in ('folder', 'bucket')),
	CONSTRAINT "export_schedules_rhythm_known" CHECK ("rhythm" in ('day', 'week')),
	CONSTRAINT "export_schedules_locale_known" CHECK ("locale" in ('en', 'es')),
	CONSTRAINT "export_schedules_hour_of_day" CHECK ("export_schedules"."hour" between 0 and 23),
	CONSTRAINT "export_schedules_weekday_of_week" CHECK (("export_schedules"."rhythm" = 'week') = ("export_schedules"."weekday" is not null) and coalesce("export_schedules"."weekday", 1) between 1 and 7),
	CONSTRAINT "export_schedules_people_for_a_purpose" CHECK ("export_schedules"."kind" not in ('signatures', 'filing') or coalesce("export_schedules"."purpose", '') <> ''),
	CONSTRAINT "export_schedules_ended_by" CHECK (("export_schedules"."ended_at" is null) = ("export_schedules"."ended_by" is null))
);
--> statement-breakpoint
CREATE TABLE "export_runs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "export_runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" integer,
	"schedule_id" integer,
	"kind" text NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"requested_by" text NOT NULL,
	"purpose" text,
	"query" jsonb NOT NULL,
	"format" text NOT NULL,
	"destination" text DEFAULT 'page' NOT NULL,
	"locale" text DEFAULT 'en' NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"claim" uuid,
	"heartbeat_at" timestamp with time zone,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"rows" bigint DEFAULT 0 NOT NULL,
	"estimate" bigint,
	"files" jsonb,
	"manifest_sha256" "bytea",
	"mailed_at" timestamp with time zone,
	"failure" text,
	CONSTRAINT "export_runs_public_id_unique" UNIQUE("public_id"),
	CONSTRAINT "export_runs_kind_known" CHECK ("kind" in ('counts', 'signatures', 'letters', 'filing', 'ledger')),
	CONSTRAINT "export_runs_state_known" CHECK ("state" in ('queued', 'running', 'done', 'failed', 'cancelled', 'expired')),
	CONSTRAINT "export_runs_destination_known" CHECK ("destination" in ('page', 'folder', 'bucket')),
	CONSTRAINT "export_runs_locale_known" CHECK ("locale" in ('en', 'es')),
	CONSTRAINT "export_runs_done_has_digest" CHECK ("export_runs"."state" not in ('done', 'expired') or num_nulls("export_runs"."manifest_sha256", "export_runs"."files", "export_runs"."finished_at", "export_runs"."expires_at") = 0),
	CONSTRAINT "export_runs_running_claimed" CHECK (("export_runs"."state" = 'running') = ("export_runs"."claim" is not null) and ("export_runs"."claim" is null or "export_runs"."heartbeat_at" is not null)),
	CONSTRAINT "export_runs_failed_why" CHECK (("export_runs"."state" = 'failed') = ("export_runs"."failure" is not null)),
	CONSTRAINT "export_runs_people_for_a_purpose" CHECK ("export_runs"."kind" not in ('signatures', 'filing') or coalesce("export_runs"."purpose", '') <> ''),
	CONSTRAINT "export_runs_not_negative" CHECK ("export_runs"."rows" >= 0 and coalesce("export_runs"."estimate", 0) >= 0)
);
--> statement-breakpoint
ALTER TABLE "export_schedules" ADD CONSTRAINT "export_schedules_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "export_runs" ADD CONSTRAINT "export_runs_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "export_runs" ADD CONSTRAINT "export_runs_schedule_id_export_schedules_id_fk" FOREIGN KEY ("schedule_id") REFERENCES "public"."export_schedules"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "export_schedules_due" ON "export_schedules" USING btree ("next_at") WHERE "export_schedules"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "export_schedules_organization" ON "export_schedules" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "export_runs_organization" ON "export_runs" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "export_runs_open" ON "export_runs" USING btree ("heartbeat_at") WHERE "export_runs"."state" in ('queued', 'running');--> statement-breakpoint
CREATE INDEX "export_runs_to_expire" ON "export_runs" USING btree ("expires_at") WHERE "export_runs"."state" = 'done';--> statement-breakpoint
CREATE FUNCTION "keep_export_run"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'an export is kept' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF (NEW.public_id, NEW.organization_id, NEW.kind, NEW.requested_by, NEW.purpose, NEW.query, NEW.format, NEW.destination, NEW.created_at)
    IS DISTINCT FROM (OLD.public_id, OLD.organization_id, OLD.kind, OLD.requested_by, OLD.purpose, OLD.query, OLD.format, OLD.destination, OLD.created_at) THEN
    RAISE EXCEPTION 'what was asked for is never rewritten' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
    ('queued', 'running'), ('queued', 'cancelled'), ('queued', 'failed'), ('running', 'queued'), ('running', 'done'), ('running', 'failed'),
    ('running', 'cancelled'), ('done', 'expired')) THEN
    RAISE EXCEPTION 'an export that is % cannot become %', OLD.state, NEW.state USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF OLD.state IN ('done', 'expired') AND (NEW.files, NEW.manifest_sha256, NEW.rows) IS DISTINCT FROM (OLD.files, OLD.manifest_sha256, OLD.rows) THEN
    RAISE EXCEPTION 'what an export came to is never rewritten' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END
$$;--> statement-breakpoint
CREATE TRIGGER "export_runs_kept" BEFORE UPDATE OR DELETE ON "export_runs"
  FOR EACH ROW EXECUTE FUNCTION "keep_export_run"();
