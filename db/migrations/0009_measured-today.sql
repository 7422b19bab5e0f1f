CREATE TABLE "measurement_batches" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "measurement_batches_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"isp_id" integer NOT NULL,
	"day" date NOT NULL,
	"from_day" date NOT NULL,
	"to_day" date NOT NULL,
	"tests" integer NOT NULL,
	"networks" integer NOT NULL,
	CONSTRAINT "measurement_batches_once_a_day" UNIQUE("isp_id","day"),
	CONSTRAINT "measurement_batches_days" CHECK ("measurement_batches"."from_day" <= "measurement_batches"."to_day" and "measurement_batches"."to_day" <= "measurement_batches"."day"),
	CONSTRAINT "measurement_batches_large_enough" CHECK ("measurement_batches"."tests" >= 11 and "measurement_batches"."networks" >= 10)
);
--> statement-breakpoint
CREATE TABLE "measurement_figures" (
	"isp_id" integer PRIMARY KEY NOT NULL,
	"as_of" date NOT NULL,
	"figures" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "measurements" DROP CONSTRAINT "measurements_rates_positive";--> statement-breakpoint
ALTER TABLE "measurements" DROP CONSTRAINT "measurements_uncounted_reason_known";--> statement-breakpoint
ALTER TABLE "measurements" ADD COLUMN "batch_id" bigint;--> statement-breakpoint
ALTER TABLE "measurement_batches" ADD CONSTRAINT "measurement_batches_isp_id_isps_id_fk" FOREIGN KEY ("isp_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "measurement_figures" ADD CONSTRAINT "measurement_figures_isp_id_isps_id_fk" FOREIGN KEY ("isp_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "measurements" ADD CONSTRAINT "measurements_batch_id_measurement_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."measurement_batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "measurements_waiting" ON "measurements" USING btree ("isp_id","local_date") WHERE "measurements"."uncounted_reason" is null and "measurements"."batch_id" is null;--> statement-breakpoint
CREATE INDEX "measurements_batch" ON "measurements" USING btree ("batch_id") WHERE "measurements"."batch_id" is not null;--> statement-breakpoint
CREATE INDEX "measurements_keys_open" ON "measurements" USING btree ("created_at") WHERE octet_length("measurements"."network_key") = 16;--> statement-breakpoint
CREATE INDEX "measurements_keys_held" ON "measurements" USING btree ("local_date") WHERE "measurements"."network_key" is not null;--> statement-breakpoint
ALTER TABLE "measurements" ADD CONSTRAINT "measurements_rates_not_negative" CHECK ("measurements"."download_mbps" >= 0 and "measurements"."upload_mbps" >= 0);--> statement-breakpoint
ALTER TABLE "measurements" ADD CONSTRAINT "measurements_batch_of_counted" CHECK ("measurements"."batch_id" is null or "measurements"."uncounted_reason" is null);--> statement-breakpoint
ALTER TABLE "measurements" ADD CONSTRAINT "measurements_uncounted_reason_known" CHECK ("uncounted_reason" in ('repeated', 'outlier', 'no_isp', 'not_own_server', 'not_residential', 'wrong_clock'));