CREATE TABLE "trial_views" (
	"trial_id" integer NOT NULL,
	"variant" text NOT NULL,
	"seen" bigint NOT NULL,
	CONSTRAINT "trial_views_pkey" PRIMARY KEY("trial_id","variant"),
	CONSTRAINT "trial_views_variant_known" CHECK ("variant" in ('a', 'b'))
);
--> statement-breakpoint
CREATE TABLE "trials" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "trials_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"campaign_id" integer NOT NULL,
	"words_a" jsonb NOT NULL,
	"words_b" jsonb NOT NULL,
	"expected_rate" double precision NOT NULL,
	"smallest_lift" double precision NOT NULL,
	"views_each" bigint NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"started_by" text NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" text,
	"ending" text,
	"signed_a" integer,
	"signed_b" integer,
	"verdict" text,
	"taken_version" integer,
	CONSTRAINT "trials_ending_known" CHECK ("ending" in ('views', 'days', 'stopped', 'campaign', 'words')),
	CONSTRAINT "trials_verdict_known" CHECK ("verdict" in ('a', 'b', 'none')),
	CONSTRAINT "trials_rule_whole" CHECK ("trials"."expected_rate" > 0 and "trials"."smallest_lift" > 0 and "trials"."views_each" > 0 and "trials"."started_at" < "trials"."ends_at"),
	CONSTRAINT "trials_ended_whole" CHECK (("trials"."ended_at" is null and num_nonnulls("trials"."ending", "trials"."signed_a", "trials"."signed_b", "trials"."verdict", "trials"."ended_by") = 0) or ("trials"."ended_at" is not null and num_nonnulls("trials"."ending", "trials"."signed_a", "trials"."signed_b", "trials"."ended_by") = 4)),
	CONSTRAINT "trials_verdict_by_rule" CHECK (("trials"."verdict" is not null) = coalesce("trials"."ending" in ('views', 'days'), false)),
	CONSTRAINT "trials_taken_if_better" CHECK ("trials"."taken_version" is null or coalesce("trials"."verdict" = 'b', false))
);
--> statement-breakpoint
ALTER TABLE "trial_views" ADD CONSTRAINT "trial_views_trial_id_trials_id_fk" FOREIGN KEY ("trial_id") REFERENCES "public"."trials"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trials" ADD CONSTRAINT "trials_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "trials_one_running" ON "trials" USING btree ("campaign_id") WHERE "trials"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "trials_campaign" ON "trials" USING btree ("campaign_id");--> statement-breakpoint
CREATE INDEX "signatures_variant" ON "signatures" USING btree ("campaign_id","variant","confirmed_at") WHERE "signatures"."variant" is not null and "signatures"."status" = 'confirmed';--> statement-breakpoint
CREATE FUNCTION trials_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a trial is never deleted' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'trials_kept';
  END IF;
  IF (NEW.id, NEW.campaign_id, NEW.words_a, NEW.words_b, NEW.expected_rate, NEW.smallest_lift, NEW.views_each, NEW.started_at, NEW.started_by, NEW.ends_at)
      IS DISTINCT FROM (OLD.id, OLD.campaign_id, OLD.words_a, OLD.words_b, OLD.expected_rate, OLD.smallest_lift, OLD.views_each, OLD.started_at, OLD.started_by, OLD.ends_at)
     OR (OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.ended_by, NEW.ending, NEW.signed_a, NEW.signed_b, NEW.verdict)
      IS DISTINCT FROM (OLD.ended_at, OLD.ended_by, OLD.ending, OLD.signed_a, OLD.signed_b, OLD.verdict)) THEN
    RAISE EXCEPTION 'the rule and the outcome of a trial are never changed' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'trials_kept';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER trials_kept BEFORE UPDATE OR DELETE ON "trials" FOR EACH ROW EXECUTE FUNCTION trials_kept();
