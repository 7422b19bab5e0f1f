CREATE TABLE "count_recounts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "count_recounts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"campaign_id" integer NOT NULL,
	"night" date,
	"began_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone NOT NULL,
	"found" integer NOT NULL,
	"remaining" integer NOT NULL,
	"differences" jsonb NOT NULL,
	CONSTRAINT "count_recounts_once_a_night" UNIQUE("campaign_id","night"),
	CONSTRAINT "count_recounts_not_negative" CHECK ("count_recounts"."found" >= 0 and "count_recounts"."remaining" >= 0 and "count_recounts"."ended_at" >= "count_recounts"."began_at")
);
--> statement-breakpoint
ALTER TABLE "count_recounts" ADD CONSTRAINT "count_recounts_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "count_recounts_newest" ON "count_recounts" USING btree ("campaign_id","ended_at");--> statement-breakpoint
CREATE TRIGGER "count_recounts_append_only" BEFORE UPDATE OR DELETE ON "count_recounts"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
