-- Letters of before 0012 knew no docket. One that was not sent yet goes into the docket of its campaign, as one that is begun today does.
UPDATE "letters" SET "docket_id" = c."docket_id" FROM "campaigns" c
  WHERE c."id" = "letters"."campaign_id" AND "letters"."addressee_kind" = 'fcc_docket' AND "letters"."status" IN ('draft', 'previewed') AND "letters"."docket_id" IS NULL;
