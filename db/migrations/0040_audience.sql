CREATE TABLE "consent_wordings" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "consent_wordings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"organization_id" integer NOT NULL,
	"body" text NOT NULL,
	"body_hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "consent_wordings_once" UNIQUE("organization_id","body_hash")
);
--> statement-breakpoint
CREATE TABLE "import_faults" (
	"import_id" integer NOT NULL,
	"row" integer NOT NULL,
	"line" integer NOT NULL,
	"column" text NOT NULL,
	"reason" text NOT NULL,
	"other_line" integer,
	CONSTRAINT "import_faults_pkey" PRIMARY KEY("import_id","row","column")
);
--> statement-breakpoint
CREATE TABLE "import_pieces" (
	"import_id" integer NOT NULL,
	"position" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "import_pieces_pkey" PRIMARY KEY("import_id","position")
);
--> statement-breakpoint
CREATE TABLE "list_members" (
	"import_id" integer NOT NULL,
	"subscription_id" bigint NOT NULL,
	"was_added" boolean NOT NULL,
	CONSTRAINT "list_members_pkey" PRIMARY KEY("import_id","subscription_id")
);
--> statement-breakpoint
CREATE TABLE "segments" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "segments_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"organization_id" integer NOT NULL,
	"name" text NOT NULL,
	"query" jsonb NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp with time zone,
	CONSTRAINT "segments_name_once" UNIQUE("organization_id","name")
);
--> statement-breakpoint
CREATE TABLE "subscriber_imports" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "subscriber_imports_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"organization_id" integer NOT NULL,
	"name" text NOT NULL,
	"file_name" text NOT NULL,
	"file_bytes" integer NOT NULL,
	"file_sha256" "bytea" NOT NULL,
	"format" jsonb NOT NULL,
	"mapping" jsonb,
	"state" text NOT NULL,
	"rows" integer,
	"rows_done" integer DEFAULT 0 NOT NULL,
	"figures" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"failure" text,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"undone_at" timestamp with time zone,
	CONSTRAINT "subscriber_imports_name_once" UNIQUE("organization_id","name"),
	CONSTRAINT "subscriber_imports_state_known" CHECK ("state" in ('uploaded', 'checking', 'checked', 'importing', 'done', 'undoing', 'undone', 'cancelled', 'failed')),
	CONSTRAINT "subscriber_imports_progress" CHECK ("subscriber_imports"."rows_done" >= 0 and ("subscriber_imports"."rows" is null or "subscriber_imports"."rows_done" <= "subscriber_imports"."rows")),
	CONSTRAINT "subscriber_imports_mapped" CHECK ("subscriber_imports"."mapping" is not null or "subscriber_imports"."state" in ('uploaded', 'cancelled', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "subscription_requests" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "subscription_requests_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"organization_id" integer NOT NULL,
	"campaign_id" integer,
	"canonical_address" text NOT NULL,
	"address" text NOT NULL,
	"isp_id" integer,
	"state" text,
	"locale" text NOT NULL,
	"consent_text_id" integer NOT NULL,
	"consented_where" text NOT NULL,
	"claim_hash" "bytea" NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"code_attempts" smallint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"mail_reserved_at" timestamp with time zone,
	"mailed_at" timestamp with time zone,
	"mail_refused_at" timestamp with time zone,
	"mail_refusal_code" smallint,
	"confirmed_at" timestamp with time zone,
	"confirmed_by" text,
	CONSTRAINT "subscription_requests_claim_unique" UNIQUE("claim_hash"),
	CONSTRAINT "subscription_requests_token_unique" UNIQUE("token_hash"),
	CONSTRAINT "subscription_requests_locale_known" CHECK ("locale" in ('en', 'es')),
	CONSTRAINT "subscription_requests_confirmed_by_known" CHECK ("confirmed_by" in ('button', 'code')),
	CONSTRAINT "subscription_requests_attempts_bounded" CHECK ("subscription_requests"."code_attempts" between 0 and 5),
	CONSTRAINT "subscription_requests_mail_reserved_first" CHECK ("subscription_requests"."mailed_at" is null or "subscription_requests"."mail_reserved_at" is not null),
	CONSTRAINT "subscription_requests_mailed_or_refused" CHECK (num_nonnulls("subscription_requests"."mailed_at", "subscription_requests"."mail_refused_at") <= 1),
	CONSTRAINT "subscription_requests_confirmed_how" CHECK (num_nonnulls("subscription_requests"."confirmed_at", "subscription_requests"."confirmed_by") in (0, 2))
);
--> statement-breakpoint
ALTER TABLE "subscriptions" DROP CONSTRAINT "subscriptions_one_per_person";--> statement-breakpoint
ALTER TABLE "suppressions" DROP CONSTRAINT "suppressions_address_unique";--> statement-breakpoint
ALTER TABLE "subscriptions" DROP CONSTRAINT "subscriptions_confirmed_when";--> statement-breakpoint
ALTER TABLE "subscriptions" DROP CONSTRAINT "subscriptions_status_known";--> statement-breakpoint
ALTER TABLE "suppressions" DROP CONSTRAINT "suppressions_reason_known";--> statement-breakpoint
DROP INDEX "subscriptions_isp";--> statement-breakpoint
ALTER TABLE "subscriptions" ALTER COLUMN "organization_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ALTER COLUMN "consent_text_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ALTER COLUMN "confirmed_at" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "source" text NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "declined_topics" text[];--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "paused_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "consent_wording_id" integer;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "consented_at" timestamp with time zone NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "consented_where" text NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "left_by_broadcast_id" integer;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "suppressed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "suppressions" ADD COLUMN "organization_id" integer;--> statement-breakpoint
ALTER TABLE "consent_wordings" ADD CONSTRAINT "consent_wordings_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_faults" ADD CONSTRAINT "import_faults_import_id_subscriber_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."subscriber_imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_pieces" ADD CONSTRAINT "import_pieces_import_id_subscriber_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."subscriber_imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_members" ADD CONSTRAINT "list_members_import_id_subscriber_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."subscriber_imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_members" ADD CONSTRAINT "list_members_subscription_id_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscriptions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "segments" ADD CONSTRAINT "segments_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriber_imports" ADD CONSTRAINT "subscriber_imports_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscription_requests" ADD CONSTRAINT "subscription_requests_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscription_requests" ADD CONSTRAINT "subscription_requests_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscription_requests" ADD CONSTRAINT "subscription_requests_isp_id_isps_id_fk" FOREIGN KEY ("isp_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscription_requests" ADD CONSTRAINT "subscription_requests_consent_text_id_consent_texts_id_fk" FOREIGN KEY ("consent_text_id") REFERENCES "public"."consent_texts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "list_members_subscription" ON "list_members" USING btree ("subscription_id");--> statement-breakpoint
CREATE INDEX "subscription_requests_mails_of_address" ON "subscription_requests" USING btree ("canonical_address","mail_reserved_at");--> statement-breakpoint
CREATE INDEX "subscription_requests_to_delete" ON "subscription_requests" USING btree ("expires_at");--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_consent_wording_id_consent_wordings_id_fk" FOREIGN KEY ("consent_wording_id") REFERENCES "public"."consent_wordings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suppressions" ADD CONSTRAINT "suppressions_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "subscriptions_segment" ON "subscriptions" USING btree ("organization_id","isp_id","state","locale","confirmed_at","source","paused_until") WHERE "subscriptions"."status" = 'confirmed';--> statement-breakpoint
CREATE INDEX "subscriptions_person" ON "subscriptions" USING btree ("person_id") WHERE "subscriptions"."person_id" is not null;--> statement-breakpoint
CREATE INDEX "subscriptions_left_by" ON "subscriptions" USING btree ("left_by_broadcast_id") WHERE "subscriptions"."left_by_broadcast_id" is not null;--> statement-breakpoint
CREATE INDEX "suppressions_organization" ON "suppressions" USING btree ("organization_id","reason");--> statement-breakpoint
ALTER TABLE "subscriptions" DROP COLUMN "proof_of_consent";--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_one_per_person" UNIQUE("canonical_address","organization_id");--> statement-breakpoint
ALTER TABLE "suppressions" ADD CONSTRAINT "suppressions_once" UNIQUE NULLS NOT DISTINCT("address_hash","organization_id","reason");--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_source_known" CHECK ("source" in ('page', 'sign', 'embed', 'import'));--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_topics_known" CHECK ("subscriptions"."declined_topics" <@ array['isp', 'campaigns', 'outcomes']);--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_one_consent" CHECK (num_nonnulls("subscriptions"."consent_text_id", "subscriptions"."consent_wording_id") = 1);--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_unsubscribed_when" CHECK (("subscriptions"."status" = 'unsubscribed') <= ("subscriptions"."unsubscribed_at" is not null));--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_suppressed_when" CHECK (("subscriptions"."status" = 'suppressed') = ("subscriptions"."suppressed_at" is not null));--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_erased_empty" CHECK ("subscriptions"."erased_at" is null or ("subscriptions"."status" = 'suppressed' and "subscriptions"."canonical_address" like 'erased:%' and "subscriptions"."address" = '' and "subscriptions"."person_id" is null));--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_status_known" CHECK ("status" in ('confirmed', 'unsubscribed', 'suppressed'));--> statement-breakpoint
ALTER TABLE "suppressions" ADD CONSTRAINT "suppressions_reach" CHECK (("suppressions"."organization_id" is null) = ("suppressions"."reason" in ('complaint', 'hard_bounce', 'erased')));--> statement-breakpoint
ALTER TABLE "suppressions" ADD CONSTRAINT "suppressions_reason_known" CHECK ("reason" in ('unsubscribed', 'manual', 'complaint', 'hard_bounce', 'erased'));