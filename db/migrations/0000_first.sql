CREATE TABLE "campaign_targets" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "campaign_targets_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"campaign_id" integer NOT NULL,
	"kind" text NOT NULL,
	"regulator_id" integer,
	"position" integer NOT NULL,
	CONSTRAINT "campaign_targets_once" UNIQUE NULLS NOT DISTINCT("campaign_id","kind","regulator_id"),
	CONSTRAINT "campaign_targets_kind_known" CHECK ("kind" in ('attorney_general', 'regulator', 'isp')),
	CONSTRAINT "campaign_targets_regulator_named" CHECK (("campaign_targets"."kind" = 'regulator') = ("campaign_targets"."regulator_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "campaign_texts" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "campaign_texts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"campaign_id" integer NOT NULL,
	"locale" text NOT NULL,
	"title" text NOT NULL,
	"summary" text NOT NULL,
	"ask" text NOT NULL,
	"body" text NOT NULL,
	"sources" text[] DEFAULT '{}'::text[] NOT NULL,
	CONSTRAINT "campaign_texts_once" UNIQUE("campaign_id","locale"),
	CONSTRAINT "campaign_texts_locale_known" CHECK ("locale" in ('en', 'es'))
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "campaigns_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"organization_id" integer,
	"state" text NOT NULL,
	"position" integer DEFAULT 100 NOT NULL,
	"goal" integer NOT NULL,
	"docket_id" integer,
	"opens_at" timestamp with time zone,
	"closes_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "campaigns_slug_unique" UNIQUE("slug"),
	CONSTRAINT "campaigns_state_known" CHECK ("state" in ('draft', 'open', 'closed', 'archived')),
	CONSTRAINT "campaigns_goal_positive" CHECK ("campaigns"."goal" > 0),
	CONSTRAINT "campaigns_window_ordered" CHECK ("campaigns"."opens_at" is null or "campaigns"."closes_at" is null or "campaigns"."opens_at" < "campaigns"."closes_at")
);
--> statement-breakpoint
CREATE TABLE "consent_texts" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "consent_texts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"version" integer NOT NULL,
	"locale" text NOT NULL,
	"body" text NOT NULL,
	CONSTRAINT "consent_texts_once" UNIQUE("kind","version","locale"),
	CONSTRAINT "consent_texts_kind_known" CHECK ("kind" in ('sign', 'letter', 'subscribe')),
	CONSTRAINT "consent_texts_locale_known" CHECK ("locale" in ('en', 'es'))
);
--> statement-breakpoint
CREATE TABLE "campaign_counts" (
	"campaign_id" integer PRIMARY KEY NOT NULL,
	"size" bigint DEFAULT 0 NOT NULL,
	"signed" bigint DEFAULT 0 NOT NULL,
	"withdrawn" bigint DEFAULT 0 NOT NULL,
	"invalidated" bigint DEFAULT 0 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "campaign_counts_adds_up" CHECK ("campaign_counts"."size" = "campaign_counts"."signed" + "campaign_counts"."withdrawn" + "campaign_counts"."invalidated"),
	CONSTRAINT "campaign_counts_not_negative" CHECK ("campaign_counts"."signed" >= "campaign_counts"."withdrawn" + "campaign_counts"."invalidated")
);
--> statement-breakpoint
CREATE TABLE "count_entries" (
	"campaign_id" integer NOT NULL,
	"sequence" bigint NOT NULL,
	"kind" text NOT NULL,
	"signature_id" bigint NOT NULL,
	"day" date NOT NULL,
	"isp_id" integer,
	"state" text,
	CONSTRAINT "count_entries_pkey" PRIMARY KEY("campaign_id","sequence"),
	CONSTRAINT "count_entries_once" UNIQUE("signature_id","kind"),
	CONSTRAINT "count_entries_kind_known" CHECK ("kind" in ('sign', 'withdraw', 'invalidate')),
	CONSTRAINT "count_entries_sequence_from_zero" CHECK ("count_entries"."sequence" >= 0)
);
--> statement-breakpoint
CREATE TABLE "count_journal" (
	"campaign_id" integer NOT NULL,
	"day" date NOT NULL,
	"isp_id" integer,
	"state" text,
	"signed" integer DEFAULT 0 NOT NULL,
	"withdrawn" integer DEFAULT 0 NOT NULL,
	"invalidated" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "count_journal_once" UNIQUE NULLS NOT DISTINCT("campaign_id","day","isp_id","state"),
	CONSTRAINT "count_journal_not_negative" CHECK ("count_journal"."signed" >= 0 and "count_journal"."withdrawn" >= 0 and "count_journal"."invalidated" >= 0)
);
--> statement-breakpoint
CREATE TABLE "channel_switches" (
	"channel" text PRIMARY KEY NOT NULL,
	"is_paused" boolean DEFAULT false NOT NULL,
	"reason" text,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "deliveries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"letter_id" bigint NOT NULL,
	"contact_id" bigint NOT NULL,
	"channel" text NOT NULL,
	"state" text NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone,
	"receipt" text,
	CONSTRAINT "deliveries_public_id_unique" UNIQUE("public_id"),
	CONSTRAINT "deliveries_once" UNIQUE("letter_id","contact_id"),
	CONSTRAINT "deliveries_channel_known" CHECK ("channel" in ('email', 'paper')),
	CONSTRAINT "deliveries_state_known" CHECK ("state" in ('queued', 'sending', 'sent', 'deferred', 'failed', 'bounced', 'cancelled', 'prepared', 'posted')),
	CONSTRAINT "deliveries_sent_when" CHECK ("deliveries"."state" <> 'sent' or "deliveries"."sent_at" is not null),
	CONSTRAINT "deliveries_deferred_until" CHECK ("deliveries"."state" <> 'deferred' or "deliveries"."next_attempt_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "delivery_attempts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "delivery_attempts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"delivery_id" bigint NOT NULL,
	"number" smallint NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"outcome" text NOT NULL,
	"response_code" smallint,
	"response" text,
	CONSTRAINT "delivery_attempts_once" UNIQUE("delivery_id","number"),
	CONSTRAINT "delivery_attempts_outcome_known" CHECK ("outcome" in ('started', 'accepted', 'temporary_failure', 'permanent_failure', 'unknown'))
);
--> statement-breakpoint
CREATE TABLE "delivery_transitions" (
	"from_state" text NOT NULL,
	"to_state" text NOT NULL,
	CONSTRAINT "delivery_transitions_pkey" PRIMARY KEY("from_state","to_state")
);
--> statement-breakpoint
CREATE TABLE "mailbox_messages" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "mailbox_messages_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"message_id" text NOT NULL,
	"kind" text NOT NULL,
	"from_address" text NOT NULL,
	"to_address" text NOT NULL,
	"subject" text NOT NULL,
	"source" "bytea" NOT NULL,
	"kept_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mailbox_messages_message_id_unique" UNIQUE("message_id")
);
--> statement-breakpoint
CREATE TABLE "incident_isps" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "incident_isps_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"incident_id" integer NOT NULL,
	"isp_id" integer,
	"name_then" text NOT NULL,
	CONSTRAINT "incident_isps_once" UNIQUE NULLS NOT DISTINCT("incident_id","name_then","isp_id")
);
--> statement-breakpoint
CREATE TABLE "incidents" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "incidents_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"occurred_on" date NOT NULL,
	"date_precision" text NOT NULL,
	"date_note" text,
	"type" text NOT NULL,
	"segment" text NOT NULL,
	"title" text NOT NULL,
	"summary" text NOT NULL,
	"isp_position" text,
	"outcome" text,
	"figures" jsonb,
	"tags" text[] DEFAULT '{}'::text[] NOT NULL,
	"sources" text[] NOT NULL,
	"confidence" text NOT NULL,
	"editorial_state" text NOT NULL,
	CONSTRAINT "incidents_slug_unique" UNIQUE("slug"),
	CONSTRAINT "incidents_type_known" CHECK ("type" in ('interconnection', 'throttling', 'blocking', 'data-cap', 'measurement', 'enforcement', 'ownership', 'policy-commitment', 'zero-rating', 'disclosure', 'paid-prioritisation')),
	CONSTRAINT "incidents_segment_known" CHECK ("segment" in ('last_mile', 'interconnection', 'both', 'not_applicable')),
	CONSTRAINT "incidents_date_precision_known" CHECK ("date_precision" in ('day', 'approximate_day', 'month', 'season', 'year', 'as_of')),
	CONSTRAINT "incidents_confidence_known" CHECK ("confidence" in ('sourced', 'partly', 'memory')),
	CONSTRAINT "incidents_editorial_state_known" CHECK ("editorial_state" in ('new', 'needs_information', 'verified', 'disputed', 'withdrawn'))
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "contacts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"isp_id" integer,
	"regulator_id" integer,
	"channel" text NOT NULL,
	"label" text NOT NULL,
	"value" text NOT NULL,
	"state" text DEFAULT 'unverified' NOT NULL,
	"verified_by" text,
	"verified_at" timestamp with time zone,
	"is_demonstration" boolean DEFAULT false NOT NULL,
	"confidence" text NOT NULL,
	"source" text,
	"note" text,
	"valid_from" date,
	"valid_until" date,
	CONSTRAINT "contacts_once" UNIQUE NULLS NOT DISTINCT("isp_id","regulator_id","channel","value"),
	CONSTRAINT "contacts_one_owner" CHECK (num_nonnulls("contacts"."isp_id", "contacts"."regulator_id") = 1),
	CONSTRAINT "contacts_verified_by_whom" CHECK ("contacts"."state" <> 'verified' or ("contacts"."verified_by" is not null and "contacts"."verified_at" is not null)),
	CONSTRAINT "contacts_memory_unverified" CHECK ("contacts"."confidence" <> 'memory' or "contacts"."state" <> 'verified'),
	CONSTRAINT "contacts_demonstration_reserved" CHECK (not "contacts"."is_demonstration" or "contacts"."value" like '%.example'),
	CONSTRAINT "contacts_channel_known" CHECK ("channel" in ('email', 'postal', 'web_form', 'website', 'phone')),
	CONSTRAINT "contacts_state_known" CHECK ("state" in ('unverified', 'verified', 'bounced', 'retired')),
	CONSTRAINT "contacts_confidence_known" CHECK ("confidence" in ('sourced', 'partly', 'memory'))
);
--> statement-breakpoint
CREATE TABLE "isp_names" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "isp_names_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"isp_id" integer NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"note" text,
	CONSTRAINT "isp_names_once" UNIQUE("isp_id","kind","name"),
	CONSTRAINT "isp_names_kind_known" CHECK ("kind" in ('brand', 'former', 'index'))
);
--> statement-breakpoint
CREATE TABLE "isp_networks" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "isp_networks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"isp_id" integer NOT NULL,
	"asn" bigint NOT NULL,
	"organization" text NOT NULL,
	"use" text NOT NULL,
	"use_note" text,
	"ipv4_ranges" integer NOT NULL,
	"ipv6_ranges" integer NOT NULL,
	"ipv4_addresses" bigint NOT NULL,
	"registry_name_2017" text,
	"registry_2017_agrees" boolean,
	"confidence" text NOT NULL,
	CONSTRAINT "isp_networks_once" UNIQUE("isp_id","asn"),
	CONSTRAINT "isp_networks_use_known" CHECK ("use" in ('residential_mixed', 'mobile_fixed_wireless', 'shared', 'uncertain')),
	CONSTRAINT "isp_networks_confidence_known" CHECK ("confidence" in ('sourced', 'partly', 'memory')),
	CONSTRAINT "isp_networks_asn_range" CHECK ("isp_networks"."asn" between 1 and 4294967295)
);
--> statement-breakpoint
CREATE TABLE "isps" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "isps_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"parent" text,
	"parent_unpublished" text,
	"technologies" text[] NOT NULL,
	"states" text[],
	"website" text,
	"subscribers" integer,
	"subscribers_as_of" date,
	"subscribers_source" text,
	"subscribers_confidence" text,
	"subscribers_note" text,
	"note" text,
	CONSTRAINT "isps_slug_unique" UNIQUE("slug"),
	CONSTRAINT "isps_subscribers_confidence_known" CHECK ("subscribers_confidence" in ('sourced', 'partly', 'memory')),
	CONSTRAINT "isps_subscribers_dated" CHECK ("isps"."subscribers" is null or ("isps"."subscribers_as_of" is not null and "isps"."subscribers_source" is not null))
);
--> statement-breakpoint
CREATE TABLE "legal_events" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "legal_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"occurred_on" date NOT NULL,
	"date_precision" text NOT NULL,
	"date_note" text,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"summary" text NOT NULL,
	"docket" text,
	"citation" text,
	"vote" text,
	"status_now" text,
	"comments" jsonb,
	"sources" text[] NOT NULL,
	"confidence" text NOT NULL,
	CONSTRAINT "legal_events_slug_unique" UNIQUE("slug"),
	CONSTRAINT "legal_events_kind_known" CHECK ("kind" in ('court', 'rule', 'proposal', 'condition', 'statement', 'state-law', 'policy', 'enforcement', 'investigation')),
	CONSTRAINT "legal_events_date_precision_known" CHECK ("date_precision" in ('day', 'approximate_day', 'month', 'season', 'year', 'as_of')),
	CONSTRAINT "legal_events_confidence_known" CHECK ("confidence" in ('sourced', 'partly', 'memory'))
);
--> statement-breakpoint
CREATE TABLE "letter_templates" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "letter_templates_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"campaign_id" integer NOT NULL,
	"slug" text NOT NULL,
	"locale" text NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"target_kind" text NOT NULL,
	"position" integer NOT NULL,
	"source" text NOT NULL,
	"source_sha256" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"retired_at" timestamp with time zone,
	CONSTRAINT "letter_templates_version_once" UNIQUE("campaign_id","slug","locale","version"),
	CONSTRAINT "letter_templates_text_once" UNIQUE("campaign_id","slug","locale","source_sha256"),
	CONSTRAINT "letter_templates_locale_known" CHECK ("locale" in ('en', 'es')),
	CONSTRAINT "letter_templates_target_kind_known" CHECK ("target_kind" in ('attorney_general', 'regulator', 'isp'))
);
--> statement-breakpoint
CREATE TABLE "letters" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "letters_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"person_id" bigint NOT NULL,
	"signature_id" bigint NOT NULL,
	"campaign_id" integer NOT NULL,
	"template_id" integer NOT NULL,
	"regulator_id" integer,
	"isp_id" integer,
	"sender_isp_id" integer,
	"sender_state" text,
	"sender_name" text NOT NULL,
	"sender_postal" text,
	"locale" text NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"template_body" text NOT NULL,
	"evidence" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"own_share" double precision DEFAULT 0 NOT NULL,
	"bytes_sha256" "bytea",
	"consent_text_id" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"previewed_at" timestamp with time zone,
	"sent_at" timestamp with time zone,
	"receipt_mailed_at" timestamp with time zone,
	CONSTRAINT "letters_public_id_unique" UNIQUE("public_id"),
	CONSTRAINT "letters_status_known" CHECK ("status" in ('draft', 'previewed', 'sent', 'discarded')),
	CONSTRAINT "letters_locale_known" CHECK ("locale" in ('en', 'es')),
	CONSTRAINT "letters_one_addressee" CHECK (num_nonnulls("letters"."regulator_id", "letters"."isp_id") = 1),
	CONSTRAINT "letters_previewed_frozen" CHECK ("letters"."status" not in ('previewed', 'sent') or ("letters"."bytes_sha256" is not null and "letters"."previewed_at" is not null)),
	CONSTRAINT "letters_sent_with_consent" CHECK ("letters"."status" <> 'sent' or ("letters"."sent_at" is not null and "letters"."consent_text_id" is not null)),
	CONSTRAINT "letters_own_share_range" CHECK ("letters"."own_share" between 0 and 1)
);
--> statement-breakpoint
CREATE TABLE "measurement_methods" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "measurement_methods_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"details" jsonb NOT NULL,
	"confidence" text NOT NULL,
	CONSTRAINT "measurement_methods_slug_unique" UNIQUE("slug"),
	CONSTRAINT "measurement_methods_kind_known" CHECK ("kind" in ('tool', 'study')),
	CONSTRAINT "measurement_methods_confidence_known" CHECK ("confidence" in ('sourced', 'partly', 'memory'))
);
--> statement-breakpoint
CREATE TABLE "audit_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"organization_id" integer,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"facts" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "export_runs" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "export_runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"requested_by" text NOT NULL,
	"purpose" text,
	"query" jsonb NOT NULL,
	"format" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"rows" integer,
	"sha256" text,
	"file" text,
	"failure" text,
	CONSTRAINT "export_runs_kind_known" CHECK ("kind" in ('counts', 'signatures', 'letters', 'filing', 'ledger')),
	CONSTRAINT "export_runs_state_known" CHECK ("state" in ('queued', 'running', 'done', 'failed', 'cancelled', 'expired')),
	CONSTRAINT "export_runs_done_has_digest" CHECK ("export_runs"."state" <> 'done' or ("export_runs"."sha256" is not null and "export_runs"."finished_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "memberships_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"organization_id" integer NOT NULL,
	"organizer_id" integer NOT NULL,
	"role" text NOT NULL,
	CONSTRAINT "memberships_once" UNIQUE("organization_id","organizer_id"),
	CONSTRAINT "memberships_role_known" CHECK ("role" in ('owner', 'editor', 'analyst', 'moderator'))
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "organizations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organizations_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "organizers" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "organizers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"address" text NOT NULL,
	"canonical_address" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"disabled_at" timestamp with time zone,
	CONSTRAINT "organizers_canonical_address_unique" UNIQUE("canonical_address")
);
--> statement-breakpoint
CREATE TABLE "address_rules" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "address_rules_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"domain" text NOT NULL,
	"alias_of" text,
	"ignores_dots" boolean DEFAULT false NOT NULL,
	"tag_separator" text,
	"source" text NOT NULL,
	CONSTRAINT "address_rules_domain_unique" UNIQUE("domain")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "people_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"canonical_address" text,
	"address" text,
	"name" text,
	"locale" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"erased_at" timestamp with time zone,
	CONSTRAINT "people_canonical_address_unique" UNIQUE("canonical_address"),
	CONSTRAINT "people_locale_known" CHECK ("locale" in ('en', 'es'))
);
--> statement-breakpoint
CREATE TABLE "docket_windows" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "docket_windows_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"docket_id" integer NOT NULL,
	"kind" text NOT NULL,
	"opens_on" date,
	"closes_on" date NOT NULL,
	"time_zone" text DEFAULT 'America/New_York' NOT NULL,
	"source" text NOT NULL,
	CONSTRAINT "docket_windows_once" UNIQUE("docket_id","kind"),
	CONSTRAINT "docket_windows_kind_known" CHECK ("kind" in ('comments', 'replies'))
);
--> statement-breakpoint
CREATE TABLE "dockets" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "dockets_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"regulator_id" integer NOT NULL,
	"number" text NOT NULL,
	"title" text NOT NULL,
	"state_note" text NOT NULL,
	CONSTRAINT "dockets_once" UNIQUE("regulator_id","number")
);
--> statement-breakpoint
CREATE TABLE "regulators" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "regulators_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"kind" text NOT NULL,
	"state" text,
	"state_name" text,
	"name" text NOT NULL,
	"division" text,
	"authority_now" text,
	"note" text,
	"doubt" text,
	"source" text,
	"confidence" text NOT NULL,
	CONSTRAINT "regulators_slug_unique" UNIQUE("slug"),
	CONSTRAINT "regulators_one_per_state" UNIQUE("kind","state"),
	CONSTRAINT "regulators_kind_known" CHECK ("kind" in ('federal', 'attorney_general', 'utility_commission')),
	CONSTRAINT "regulators_confidence_known" CHECK ("confidence" in ('sourced', 'partly', 'memory'))
);
--> statement-breakpoint
CREATE TABLE "state_instruments" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "state_instruments_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"state" text NOT NULL,
	"instrument" text NOT NULL,
	"covers" text[] NOT NULL,
	"since" text NOT NULL,
	"enforced_by" text,
	"confidence" text NOT NULL,
	CONSTRAINT "state_instruments_once" UNIQUE("state","instrument"),
	CONSTRAINT "state_instruments_confidence_known" CHECK ("confidence" in ('sourced', 'partly', 'memory'))
);
--> statement-breakpoint
CREATE TABLE "signature_challenges" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "signature_challenges_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"signature_id" bigint NOT NULL,
	"claim_hash" "bytea" NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"code_attempts" smallint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"mailed_at" timestamp with time zone,
	"used_at" timestamp with time zone,
	CONSTRAINT "signature_challenges_claim_unique" UNIQUE("claim_hash"),
	CONSTRAINT "signature_challenges_token_unique" UNIQUE("token_hash"),
	CONSTRAINT "signature_challenges_attempts_bounded" CHECK ("signature_challenges"."code_attempts" between 0 and 5)
);
--> statement-breakpoint
CREATE TABLE "signatures" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "signatures_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"campaign_id" integer NOT NULL,
	"canonical_address" text NOT NULL,
	"address" text NOT NULL,
	"name" text NOT NULL,
	"zip" text NOT NULL,
	"state" text,
	"isp_stated_id" integer,
	"isp_seen_id" integer,
	"seen_asn" bigint,
	"locale" text NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"source" text,
	"consent_text_id" integer,
	"person_id" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"confirmed_at" timestamp with time zone,
	"confirmed_by" text,
	"withdrawn_at" timestamp with time zone,
	"invalidated_at" timestamp with time zone,
	"invalidation_reason" text,
	"counted_at" timestamp with time zone,
	"uncounted_at" timestamp with time zone,
	CONSTRAINT "signatures_one_per_person" UNIQUE("campaign_id","canonical_address"),
	CONSTRAINT "signatures_status_known" CHECK ("status" in ('pending', 'confirmed', 'withdrawn', 'invalidated')),
	CONSTRAINT "signatures_locale_known" CHECK ("locale" in ('en', 'es')),
	CONSTRAINT "signatures_confirmed_by_known" CHECK ("confirmed_by" in ('button', 'code')),
	CONSTRAINT "signatures_confirmed_when_and_how" CHECK ("signatures"."status" <> 'confirmed' or ("signatures"."confirmed_at" is not null and "signatures"."confirmed_by" is not null and "signatures"."person_id" is not null)),
	CONSTRAINT "signatures_withdrawn_when" CHECK (("signatures"."status" = 'withdrawn') = ("signatures"."withdrawn_at" is not null)),
	CONSTRAINT "signatures_invalidated_why" CHECK (("signatures"."status" = 'invalidated') = ("signatures"."invalidated_at" is not null and "signatures"."invalidation_reason" is not null)),
	CONSTRAINT "signatures_zip_shape" CHECK ("signatures"."zip" ~ '^[0-9]{5}$'),
	CONSTRAINT "signatures_counted_if_confirmed" CHECK ("signatures"."counted_at" is null or "signatures"."confirmed_at" is not null),
	CONSTRAINT "signatures_uncounted_if_counted" CHECK ("signatures"."uncounted_at" is null or "signatures"."counted_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "speed_index_entries" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "speed_index_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"month" date NOT NULL,
	"list" text NOT NULL,
	"index_name" text NOT NULL,
	"isp_id" integer,
	"mbps" double precision NOT NULL,
	"rank" integer,
	"rank_counts" text,
	"source" text NOT NULL,
	"rank_source" text,
	"confidence" text NOT NULL,
	"note" text,
	CONSTRAINT "speed_index_entries_once" UNIQUE("month","list","index_name"),
	CONSTRAINT "speed_index_entries_month_start" CHECK (extract(day from "speed_index_entries"."month") = 1),
	CONSTRAINT "speed_index_entries_mbps_positive" CHECK ("speed_index_entries"."mbps" > 0),
	CONSTRAINT "speed_index_entries_rank_positive" CHECK ("speed_index_entries"."rank" > 0),
	CONSTRAINT "speed_index_entries_list_known" CHECK ("list" in ('major', 'expanded', 'country', 'mobile')),
	CONSTRAINT "speed_index_entries_confidence_known" CHECK ("confidence" in ('sourced', 'partly', 'memory'))
);
--> statement-breakpoint
CREATE TABLE "broadcast_recipients" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "broadcast_recipients_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"broadcast_id" integer NOT NULL,
	"subscription_id" bigint NOT NULL,
	"status" text NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"sent_at" timestamp with time zone,
	CONSTRAINT "broadcast_recipients_once" UNIQUE("broadcast_id","subscription_id"),
	CONSTRAINT "broadcast_recipients_status_known" CHECK ("status" in ('queued', 'sent', 'failed', 'bounced', 'skipped'))
);
--> statement-breakpoint
CREATE TABLE "broadcasts" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "broadcasts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"organization_id" integer,
	"campaign_id" integer,
	"isp_id" integer,
	"status" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"scheduled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "broadcasts_status_known" CHECK ("status" in ('draft', 'scheduled', 'sending', 'paused', 'sent', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "subscriptions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "subscriptions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"organization_id" integer,
	"person_id" bigint,
	"canonical_address" text NOT NULL,
	"address" text NOT NULL,
	"isp_id" integer,
	"state" text,
	"locale" text NOT NULL,
	"status" text NOT NULL,
	"consent_text_id" integer NOT NULL,
	"proof_of_consent" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"confirmed_at" timestamp with time zone,
	"unsubscribed_at" timestamp with time zone,
	CONSTRAINT "subscriptions_one_per_person" UNIQUE NULLS NOT DISTINCT("organization_id","canonical_address"),
	CONSTRAINT "subscriptions_status_known" CHECK ("status" in ('pending', 'confirmed', 'unsubscribed')),
	CONSTRAINT "subscriptions_locale_known" CHECK ("locale" in ('en', 'es')),
	CONSTRAINT "subscriptions_confirmed_when" CHECK ("subscriptions"."status" <> 'confirmed' or "subscriptions"."confirmed_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "suppressions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "suppressions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"address_hash" "bytea" NOT NULL,
	"reason" text NOT NULL,
	"suppressed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "suppressions_address_unique" UNIQUE("address_hash"),
	CONSTRAINT "suppressions_reason_known" CHECK ("reason" in ('unsubscribed', 'complaint', 'hard_bounce', 'erased', 'manual'))
);
--> statement-breakpoint
ALTER TABLE "campaign_targets" ADD CONSTRAINT "campaign_targets_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_targets" ADD CONSTRAINT "campaign_targets_regulator_id_regulators_id_fk" FOREIGN KEY ("regulator_id") REFERENCES "public"."regulators"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_texts" ADD CONSTRAINT "campaign_texts_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_docket_id_dockets_id_fk" FOREIGN KEY ("docket_id") REFERENCES "public"."dockets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_counts" ADD CONSTRAINT "campaign_counts_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "count_entries" ADD CONSTRAINT "count_entries_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "count_entries" ADD CONSTRAINT "count_entries_signature_id_signatures_id_fk" FOREIGN KEY ("signature_id") REFERENCES "public"."signatures"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "count_entries" ADD CONSTRAINT "count_entries_isp_id_isps_id_fk" FOREIGN KEY ("isp_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "count_journal" ADD CONSTRAINT "count_journal_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "count_journal" ADD CONSTRAINT "count_journal_isp_id_isps_id_fk" FOREIGN KEY ("isp_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_attempts" ADD CONSTRAINT "delivery_attempts_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_isps" ADD CONSTRAINT "incident_isps_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_isps" ADD CONSTRAINT "incident_isps_isp_id_isps_id_fk" FOREIGN KEY ("isp_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_isp_id_isps_id_fk" FOREIGN KEY ("isp_id") REFERENCES "public"."isps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_regulator_id_regulators_id_fk" FOREIGN KEY ("regulator_id") REFERENCES "public"."regulators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "isp_names" ADD CONSTRAINT "isp_names_isp_id_isps_id_fk" FOREIGN KEY ("isp_id") REFERENCES "public"."isps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "isp_networks" ADD CONSTRAINT "isp_networks_isp_id_isps_id_fk" FOREIGN KEY ("isp_id") REFERENCES "public"."isps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letter_templates" ADD CONSTRAINT "letter_templates_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_signature_id_signatures_id_fk" FOREIGN KEY ("signature_id") REFERENCES "public"."signatures"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_template_id_letter_templates_id_fk" FOREIGN KEY ("template_id") REFERENCES "public"."letter_templates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_regulator_id_regulators_id_fk" FOREIGN KEY ("regulator_id") REFERENCES "public"."regulators"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_isp_id_isps_id_fk" FOREIGN KEY ("isp_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_sender_isp_id_isps_id_fk" FOREIGN KEY ("sender_isp_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_consent_text_id_consent_texts_id_fk" FOREIGN KEY ("consent_text_id") REFERENCES "public"."consent_texts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organizer_id_organizers_id_fk" FOREIGN KEY ("organizer_id") REFERENCES "public"."organizers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "docket_windows" ADD CONSTRAINT "docket_windows_docket_id_dockets_id_fk" FOREIGN KEY ("docket_id") REFERENCES "public"."dockets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dockets" ADD CONSTRAINT "dockets_regulator_id_regulators_id_fk" FOREIGN KEY ("regulator_id") REFERENCES "public"."regulators"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD CONSTRAINT "signature_challenges_signature_id_signatures_id_fk" FOREIGN KEY ("signature_id") REFERENCES "public"."signatures"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_isp_stated_id_isps_id_fk" FOREIGN KEY ("isp_stated_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_isp_seen_id_isps_id_fk" FOREIGN KEY ("isp_seen_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_consent_text_id_consent_texts_id_fk" FOREIGN KEY ("consent_text_id") REFERENCES "public"."consent_texts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "speed_index_entries" ADD CONSTRAINT "speed_index_entries_isp_id_isps_id_fk" FOREIGN KEY ("isp_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "broadcast_recipients" ADD CONSTRAINT "broadcast_recipients_broadcast_id_broadcasts_id_fk" FOREIGN KEY ("broadcast_id") REFERENCES "public"."broadcasts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "broadcast_recipients" ADD CONSTRAINT "broadcast_recipients_subscription_id_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscriptions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_isp_id_isps_id_fk" FOREIGN KEY ("isp_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_isp_id_isps_id_fk" FOREIGN KEY ("isp_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_consent_text_id_consent_texts_id_fk" FOREIGN KEY ("consent_text_id") REFERENCES "public"."consent_texts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "campaign_targets_campaign" ON "campaign_targets" USING btree ("campaign_id","position");--> statement-breakpoint
CREATE INDEX "count_journal_isp" ON "count_journal" USING btree ("campaign_id","isp_id");--> statement-breakpoint
CREATE INDEX "deliveries_due" ON "deliveries" USING btree ("next_attempt_at") WHERE "deliveries"."state" in ('queued', 'deferred');--> statement-breakpoint
CREATE INDEX "mailbox_messages_kept_at" ON "mailbox_messages" USING btree ("kept_at");--> statement-breakpoint
CREATE INDEX "incident_isps_isp" ON "incident_isps" USING btree ("isp_id");--> statement-breakpoint
CREATE INDEX "contacts_isp" ON "contacts" USING btree ("isp_id");--> statement-breakpoint
CREATE INDEX "contacts_regulator" ON "contacts" USING btree ("regulator_id");--> statement-breakpoint
CREATE INDEX "isp_networks_asn" ON "isp_networks" USING btree ("asn");--> statement-breakpoint
CREATE UNIQUE INDEX "letters_sent_once_to_regulator" ON "letters" USING btree ("person_id","campaign_id","regulator_id") WHERE "letters"."status" = 'sent' and "letters"."regulator_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "letters_sent_once_to_isp" ON "letters" USING btree ("person_id","campaign_id","isp_id") WHERE "letters"."status" = 'sent' and "letters"."isp_id" is not null;--> statement-breakpoint
CREATE INDEX "letters_person" ON "letters" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "audit_events_at" ON "audit_events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "signature_challenges_signature" ON "signature_challenges" USING btree ("signature_id","created_at");--> statement-breakpoint
CREATE INDEX "signatures_to_count" ON "signatures" USING btree ("confirmed_at","id") WHERE "signatures"."status" = 'confirmed' and "signatures"."counted_at" is null;--> statement-breakpoint
CREATE INDEX "signatures_to_uncount" ON "signatures" USING btree ("id") WHERE "signatures"."status" in ('withdrawn', 'invalidated') and "signatures"."counted_at" is not null and "signatures"."uncounted_at" is null;--> statement-breakpoint
CREATE INDEX "signatures_person" ON "signatures" USING btree ("person_id") WHERE "signatures"."person_id" is not null;--> statement-breakpoint
CREATE INDEX "speed_index_entries_isp" ON "speed_index_entries" USING btree ("isp_id","month");--> statement-breakpoint
CREATE INDEX "subscriptions_isp" ON "subscriptions" USING btree ("isp_id") WHERE "subscriptions"."status" = 'confirmed';