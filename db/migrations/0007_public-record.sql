CREATE TABLE "criterion_findings" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "criterion_findings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"isp_id" integer NOT NULL,
	"criterion" text NOT NULL,
	"answer" text NOT NULL,
	"found_on" date NOT NULL,
	"note" text NOT NULL,
	"sources" text[] NOT NULL,
	"confidence" text NOT NULL,
	"entered_by" text NOT NULL,
	"entered_at" timestamp with time zone DEFAULT now() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "criterion_findings_answer_known" CHECK ("answer" in ('yes', 'no')),
	CONSTRAINT "criterion_findings_confidence_known" CHECK ("confidence" in ('sourced', 'partly', 'memory')),
	CONSTRAINT "criterion_findings_has_source" CHECK (cardinality("criterion_findings"."sources") >= 1)
);
--> statement-breakpoint
CREATE TABLE "editorial_changes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "editorial_changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"incident_id" integer,
	"report_id" bigint,
	"from_state" text,
	"to_state" text NOT NULL,
	"reason" text NOT NULL,
	"changed_by" text NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "editorial_changes_one_subject" CHECK (num_nonnulls("editorial_changes"."incident_id", "editorial_changes"."report_id") = 1),
	CONSTRAINT "editorial_changes_reason_given" CHECK (length("editorial_changes"."reason") > 0),
	CONSTRAINT "editorial_changes_from_state_known" CHECK ("from_state" in ('new', 'needs_information', 'verified', 'disputed', 'withdrawn')),
	CONSTRAINT "editorial_changes_to_state_known" CHECK ("to_state" in ('new', 'needs_information', 'verified', 'disputed', 'withdrawn'))
);
--> statement-breakpoint
CREATE TABLE "incident_corrections" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "incident_corrections_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"incident_id" integer NOT NULL,
	"person_id" bigint,
	"what_is_wrong" text NOT NULL,
	"source" text,
	"locale" text NOT NULL,
	"state" text DEFAULT 'new' NOT NULL,
	"editor_note" text,
	"decided_by" text,
	"decided_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "incident_corrections_public_id_unique" UNIQUE("public_id"),
	CONSTRAINT "incident_corrections_state_known" CHECK ("state" in ('new', 'accepted', 'declined')),
	CONSTRAINT "incident_corrections_locale_known" CHECK ("locale" in ('en', 'es')),
	CONSTRAINT "incident_corrections_decided_by_whom" CHECK (("incident_corrections"."state" = 'new') = (num_nonnulls("incident_corrections"."decided_by", "incident_corrections"."decided_at") = 0))
);
--> statement-breakpoint
CREATE TABLE "isp_mail_domains" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "isp_mail_domains_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"isp_id" integer NOT NULL,
	"domain" text NOT NULL,
	"source" text NOT NULL,
	"added_by" text NOT NULL,
	"added_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "isp_mail_domains_once" UNIQUE("isp_id","domain"),
	CONSTRAINT "isp_mail_domains_shape" CHECK ("isp_mail_domains"."domain" = lower("isp_mail_domains"."domain") and "isp_mail_domains"."domain" like '%_._%')
);
--> statement-breakpoint
CREATE TABLE "isp_replies" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "isp_replies_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"isp_id" integer NOT NULL,
	"incident_id" integer,
	"person_id" bigint,
	"author_name" text NOT NULL,
	"author_role" text NOT NULL,
	"domain" text NOT NULL,
	"body" text NOT NULL,
	"locale" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "isp_replies_public_id_unique" UNIQUE("public_id"),
	CONSTRAINT "isp_replies_locale_known" CHECK ("locale" in ('en', 'es')),
	CONSTRAINT "isp_replies_withdrawn_why" CHECK (num_nonnulls("isp_replies"."withdrawn_at", "isp_replies"."withdrawn_reason") in (0, 2))
);
--> statement-breakpoint
CREATE TABLE "range_files" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "range_files_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"source" text NOT NULL,
	"sha256" "bytea" NOT NULL,
	"file" "bytea" NOT NULL,
	"report" jsonb NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"retired_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "measurement_files" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "measurement_files_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"day" date NOT NULL,
	"csv" text NOT NULL,
	"rows" integer NOT NULL,
	"sha256" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "measurement_files_day_unique" UNIQUE("day")
);
--> statement-breakpoint
CREATE TABLE "measurement_runs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "measurement_runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"session_id" uuid NOT NULL,
	"direction" text NOT NULL,
	"bytes" bigint NOT NULL,
	"elapsed_us" bigint NOT NULL,
	"min_rtt_us" integer,
	"isp_seen_id" integer,
	"seen_asn" bigint,
	"network_key" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "measurement_runs_once" UNIQUE("session_id","direction"),
	CONSTRAINT "measurement_runs_direction_known" CHECK ("direction" in ('download', 'upload')),
	CONSTRAINT "measurement_runs_amounts" CHECK ("measurement_runs"."bytes" >= 0 and "measurement_runs"."elapsed_us" > 0)
);
--> statement-breakpoint
CREATE TABLE "measurements" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "measurements_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"session_id" uuid NOT NULL,
	"server" text NOT NULL,
	"isp_id" integer,
	"isp_stated_id" integer,
	"asn" bigint,
	"state" text,
	"local_date" date NOT NULL,
	"local_hour" smallint NOT NULL,
	"download_mbps" double precision,
	"upload_mbps" double precision,
	"min_rtt_ms" double precision,
	"stream_mbps" double precision,
	"control_mbps" double precision,
	"stream_ratio" double precision,
	"stream_ratio_low" double precision,
	"stream_ratio_high" double precision,
	"stream_pairs" smallint,
	"stream_verdict" text,
	"network_key" "bytea",
	"uncounted_reason" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "measurements_public_id_unique" UNIQUE("public_id"),
	CONSTRAINT "measurements_session_unique" UNIQUE("session_id"),
	CONSTRAINT "measurements_server_known" CHECK ("server" in ('own', 'mlab')),
	CONSTRAINT "measurements_stream_verdict_known" CHECK ("stream_verdict" in ('no_difference', 'streaming_slower', 'inconclusive')),
	CONSTRAINT "measurements_uncounted_reason_known" CHECK ("uncounted_reason" in ('repeated', 'outlier', 'no_isp', 'not_own_server', 'not_residential')),
	CONSTRAINT "measurements_hour_of_day" CHECK ("measurements"."local_hour" between 0 and 23),
	CONSTRAINT "measurements_says_something" CHECK (num_nonnulls("measurements"."download_mbps", "measurements"."stream_ratio") >= 1),
	CONSTRAINT "measurements_rates_positive" CHECK ("measurements"."download_mbps" > 0 and "measurements"."upload_mbps" > 0),
	CONSTRAINT "measurements_comparison_whole" CHECK (num_nonnulls("measurements"."stream_mbps", "measurements"."control_mbps", "measurements"."stream_ratio", "measurements"."stream_ratio_low", "measurements"."stream_ratio_high", "measurements"."stream_pairs", "measurements"."stream_verdict") in (0, 7))
);
--> statement-breakpoint
CREATE TABLE "report_confirmations" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "report_confirmations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"report_id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	"is_own_network" boolean NOT NULL,
	"network_key" "bytea",
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "report_confirmations_once" UNIQUE("report_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "reports_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"isp_id" integer NOT NULL,
	"person_id" bigint,
	"service" text NOT NULL,
	"occurred_on" date NOT NULL,
	"occurred_hour" smallint,
	"line" text NOT NULL,
	"plan" text,
	"what_happened" text NOT NULL,
	"state" text,
	"measurement_id" bigint,
	"isp_seen_id" integer,
	"is_own_network" boolean NOT NULL,
	"network_key" "bytea",
	"locale" text NOT NULL,
	"editorial_state" text DEFAULT 'new' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reports_public_id_unique" UNIQUE("public_id"),
	CONSTRAINT "reports_line_known" CHECK ("line" in ('home', 'mobile')),
	CONSTRAINT "reports_locale_known" CHECK ("locale" in ('en', 'es')),
	CONSTRAINT "reports_editorial_state_known" CHECK ("editorial_state" in ('new', 'needs_information', 'verified', 'disputed', 'withdrawn')),
	CONSTRAINT "reports_hour_of_day" CHECK ("reports"."occurred_hour" between 0 and 23),
	CONSTRAINT "reports_own_network_seen" CHECK (not "reports"."is_own_network" or "reports"."isp_seen_id" = "reports"."isp_id")
);
--> statement-breakpoint
CREATE TABLE "speed_index_imports" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "speed_index_imports_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"file_name" text NOT NULL,
	"sha256" "bytea" NOT NULL,
	"rows_added" integer NOT NULL,
	"imported_by" text NOT NULL,
	"imported_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "speed_index_imports_file_unique" UNIQUE("sha256")
);
--> statement-breakpoint
CREATE TABLE "submissions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "submissions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"canonical_address" text NOT NULL,
	"address" text NOT NULL,
	"name" text NOT NULL,
	"locale" text NOT NULL,
	"isp_id" integer NOT NULL,
	"incident_id" integer,
	"report_id" bigint,
	"details" jsonb NOT NULL,
	"isp_seen_id" integer,
	"seen_asn" bigint,
	"network_key" "bytea",
	"claim_hash" "bytea" NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"code_attempts" smallint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"mail_reserved_at" timestamp with time zone,
	"mailed_at" timestamp with time zone,
	"mail_refused_at" timestamp with time zone,
	"mail_refusal_code" smallint,
	"confirmed_at" timestamp with time zone,
	"confirmed_by" text,
	"person_id" bigint,
	CONSTRAINT "submissions_claim_unique" UNIQUE("claim_hash"),
	CONSTRAINT "submissions_token_unique" UNIQUE("token_hash"),
	CONSTRAINT "submissions_kind_known" CHECK ("kind" in ('correction', 'reply', 'report', 'me_too')),
	CONSTRAINT "submissions_locale_known" CHECK ("locale" in ('en', 'es')),
	CONSTRAINT "submissions_confirmed_by_known" CHECK ("confirmed_by" in ('button', 'code')),
	CONSTRAINT "submissions_correction_of_incident" CHECK ("submissions"."kind" <> 'correction' or "submissions"."incident_id" is not null),
	CONSTRAINT "submissions_me_too_to_report" CHECK (("submissions"."kind" = 'me_too') = ("submissions"."report_id" is not null)),
	CONSTRAINT "submissions_attempts_bounded" CHECK ("submissions"."code_attempts" between 0 and 5),
	CONSTRAINT "submissions_mail_reserved_first" CHECK ("submissions"."mailed_at" is null or "submissions"."mail_reserved_at" is not null),
	CONSTRAINT "submissions_mailed_or_refused" CHECK (num_nonnulls("submissions"."mailed_at", "submissions"."mail_refused_at") <= 1),
	CONSTRAINT "submissions_confirmed_when_and_how" CHECK (num_nonnulls("submissions"."confirmed_at", "submissions"."confirmed_by", "submissions"."person_id") in (0, 3))
);
--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "created_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "updated_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "speed_index_entries" ADD COLUMN "import_id" integer;--> statement-breakpoint
ALTER TABLE "criterion_findings" ADD CONSTRAINT "criterion_findings_isp_id_isps_id_fk" FOREIGN KEY ("isp_id") REFERENCES "public"."isps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "editorial_changes" ADD CONSTRAINT "editorial_changes_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "editorial_changes" ADD CONSTRAINT "editorial_changes_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_corrections" ADD CONSTRAINT "incident_corrections_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_corrections" ADD CONSTRAINT "incident_corrections_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "isp_mail_domains" ADD CONSTRAINT "isp_mail_domains_isp_id_isps_id_fk" FOREIGN KEY ("isp_id") REFERENCES "public"."isps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "isp_replies" ADD CONSTRAINT "isp_replies_isp_id_isps_id_fk" FOREIGN KEY ("isp_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "isp_replies" ADD CONSTRAINT "isp_replies_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "isp_replies" ADD CONSTRAINT "isp_replies_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "measurement_runs" ADD CONSTRAINT "measurement_runs_isp_seen_id_isps_id_fk" FOREIGN KEY ("isp_seen_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "measurements" ADD CONSTRAINT "measurements_isp_id_isps_id_fk" FOREIGN KEY ("isp_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "measurements" ADD CONSTRAINT "measurements_isp_stated_id_isps_id_fk" FOREIGN KEY ("isp_stated_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_confirmations" ADD CONSTRAINT "report_confirmations_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_confirmations" ADD CONSTRAINT "report_confirmations_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_isp_id_isps_id_fk" FOREIGN KEY ("isp_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_measurement_id_measurements_id_fk" FOREIGN KEY ("measurement_id") REFERENCES "public"."measurements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_isp_seen_id_isps_id_fk" FOREIGN KEY ("isp_seen_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_isp_id_isps_id_fk" FOREIGN KEY ("isp_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_isp_seen_id_isps_id_fk" FOREIGN KEY ("isp_seen_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "criterion_findings_isp" ON "criterion_findings" USING btree ("isp_id","criterion","found_on");--> statement-breakpoint
CREATE INDEX "editorial_changes_incident" ON "editorial_changes" USING btree ("incident_id","id");--> statement-breakpoint
CREATE INDEX "editorial_changes_report" ON "editorial_changes" USING btree ("report_id","id");--> statement-breakpoint
CREATE INDEX "incident_corrections_incident" ON "incident_corrections" USING btree ("incident_id");--> statement-breakpoint
CREATE INDEX "isp_replies_isp" ON "isp_replies" USING btree ("isp_id","incident_id");--> statement-breakpoint
CREATE INDEX "range_files_current" ON "range_files" USING btree ("id") WHERE "range_files"."retired_at" is null;--> statement-breakpoint
CREATE INDEX "measurement_runs_age" ON "measurement_runs" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "measurements_one_counted_a_day" ON "measurements" USING btree ("network_key","local_date") WHERE "measurements"."uncounted_reason" is null and "measurements"."network_key" is not null;--> statement-breakpoint
CREATE INDEX "measurements_isp" ON "measurements" USING btree ("isp_id","local_date") WHERE "measurements"."uncounted_reason" is null;--> statement-breakpoint
CREATE INDEX "reports_isp" ON "reports" USING btree ("isp_id","occurred_on");--> statement-breakpoint
CREATE INDEX "submissions_mails_of_address" ON "submissions" USING btree ("canonical_address","mail_reserved_at");--> statement-breakpoint
CREATE INDEX "submissions_to_delete" ON "submissions" USING btree ("expires_at") WHERE "submissions"."confirmed_at" is null;--> statement-breakpoint
ALTER TABLE "speed_index_entries" ADD CONSTRAINT "speed_index_entries_import_id_speed_index_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."speed_index_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE TRIGGER "editorial_changes_append_only" BEFORE UPDATE OR DELETE ON "editorial_changes"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();--> statement-breakpoint
CREATE FUNCTION "keep_reply_words"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.isp_id, NEW.incident_id, NEW.author_name, NEW.author_role, NEW.domain, NEW.body, NEW.received_at)
    IS DISTINCT FROM (OLD.isp_id, OLD.incident_id, OLD.author_name, OLD.author_role, OLD.domain, OLD.body, OLD.received_at) THEN
    RAISE EXCEPTION 'The words of a reply do not change' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END
$$;--> statement-breakpoint
CREATE TRIGGER "isp_replies_words_kept" BEFORE UPDATE ON "isp_replies"
  FOR EACH ROW EXECUTE FUNCTION "keep_reply_words"();
