CREATE TABLE "review_batch_signatures" (
	"batch_id" integer NOT NULL,
	"signature_id" bigint NOT NULL,
	"restored_as" bigint,
	CONSTRAINT "review_batch_signatures_pkey" PRIMARY KEY("batch_id","signature_id")
);
--> statement-breakpoint
CREATE TABLE "review_batches" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "review_batches_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"organization_id" integer NOT NULL,
	"deed" text NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"filter" jsonb NOT NULL,
	"reason" text NOT NULL,
	"note" text NOT NULL,
	"expected" integer NOT NULL,
	"changed" integer DEFAULT 0 NOT NULL,
	"confirmed" integer DEFAULT 0 NOT NULL,
	"restored" integer DEFAULT 0 NOT NULL,
	"up_to_id" bigint NOT NULL,
	"last_id" bigint DEFAULT 0 NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"undone_by" text,
	"undone_why" text,
	"undone_at" timestamp with time zone,
	CONSTRAINT "review_batches_deed_known" CHECK ("deed" in ('release', 'refuse', 'set-aside', 'invalidate')),
	CONSTRAINT "review_batches_state_known" CHECK ("state" in ('queued', 'running', 'done', 'cancelled', 'undoing', 'undone')),
	CONSTRAINT "review_batches_why" CHECK ("review_batches"."note" <> '' and "review_batches"."reason" <> '' and "review_batches"."asked_by" <> ''),
	CONSTRAINT "review_batches_ended" CHECK (("review_batches"."state" in ('queued', 'running')) = ("review_batches"."ended_at" is null)),
	CONSTRAINT "review_batches_undone_why" CHECK ("review_batches"."state" not in ('undoing', 'undone') or ("review_batches"."undone_by" <> '' and "review_batches"."undone_why" <> '')),
	CONSTRAINT "review_batches_figures" CHECK ("review_batches"."changed" >= 0 and "review_batches"."restored" between 0 and "review_batches"."changed")
);
--> statement-breakpoint
ALTER TABLE "review_batch_signatures" ADD CONSTRAINT "review_batch_signatures_batch_id_review_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."review_batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_batch_signatures" ADD CONSTRAINT "review_batch_signatures_signature_id_signatures_id_fk" FOREIGN KEY ("signature_id") REFERENCES "public"."signatures"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_batches" ADD CONSTRAINT "review_batches_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "review_batches_newest" ON "review_batches" USING btree ("organization_id","id");--> statement-breakpoint
CREATE FUNCTION "review_batch_transition"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.state, NEW.state) NOT IN (('queued', 'running'), ('queued', 'cancelled'), ('running', 'done'), ('running', 'cancelled'), ('done', 'undoing'), ('cancelled', 'undoing'), ('undoing', 'undone'))
    OR (NEW.state = 'undoing' AND NEW.deed NOT IN ('invalidate', 'refuse')) THEN
    RAISE EXCEPTION 'a batch cannot go from % to %', OLD.state, NEW.state USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "review_batches_transition" BEFORE UPDATE OF "state" ON "review_batches"
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION "review_batch_transition"();
