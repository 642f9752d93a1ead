-- Entries of `external_ids` come and go with the rows of `analyses`; the first analysis with an external id keeps it.
CREATE TRIGGER `external_id_inserted` AFTER INSERT ON `analyses` WHEN new.submission ->> '$.externalId' IS NOT NULL BEGIN
  INSERT INTO `external_ids` (`account_id`, `livemode`, `project_id`, `external_id`, `analysis_id`)
    VALUES (new.account_id, new.livemode, coalesce(new.submission ->> '$.metadata.project_id', ''),
      new.submission ->> '$.externalId', new.id)
    ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER `external_id_deleted` AFTER DELETE ON `analyses` WHEN old.submission ->> '$.externalId' IS NOT NULL BEGIN
  DELETE FROM `external_ids` WHERE `account_id` = old.account_id AND `livemode` = old.livemode
    AND `project_id` = coalesce(old.submission ->> '$.metadata.project_id', '')
    AND `external_id` = old.submission ->> '$.externalId' AND `analysis_id` = old.id;
END;
--> statement-breakpoint
INSERT INTO `external_ids` (`account_id`, `livemode`, `project_id`, `external_id`, `analysis_id`)
  SELECT `account_id`, `livemode`, coalesce(`submission` ->> '$.metadata.project_id', ''),
    `submission` ->> '$.externalId', `id`
  FROM `analyses` WHERE `submission` ->> '$.externalId' IS NOT NULL ORDER BY `created_at`, `id`
  ON CONFLICT DO NOTHING;
