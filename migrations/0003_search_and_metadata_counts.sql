CREATE TABLE `metadata_counts` (
	`account_id` text NOT NULL,
	`livemode` integer NOT NULL,
	`key` text NOT NULL,
	`value` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`account_id`, `livemode`, `key`, `value`)
) WITHOUT ROWID;
--> statement-breakpoint
DROP INDEX `analyses_by_account`;--> statement-breakpoint
DROP INDEX `analyses_by_status`;--> statement-breakpoint
CREATE INDEX `analyses_by_account` ON `analyses` (`account_id`,`livemode`,`created_at`,`id`,`search_text`);--> statement-breakpoint
CREATE INDEX `analyses_by_status` ON `analyses` (`account_id`,`livemode`,`status`,`created_at`,`id`,`search_text`);
--> statement-breakpoint
CREATE TRIGGER `metadata_inserted` AFTER INSERT ON `analysis_metadata` BEGIN
  INSERT INTO `metadata_counts` (`account_id`, `livemode`, `key`, `value`, `count`)
    VALUES (new.account_id, new.livemode, new.key, new.value, 1)
    ON CONFLICT DO UPDATE SET `count` = `count` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `metadata_deleted` AFTER DELETE ON `analysis_metadata` BEGIN
  UPDATE `metadata_counts` SET `count` = `count` - 1 WHERE `account_id` = old.account_id
    AND `livemode` = old.livemode AND `key` = old.key AND `value` = old.value;
  DELETE FROM `metadata_counts` WHERE `account_id` = old.account_id
    AND `livemode` = old.livemode AND `key` = old.key AND `value` = old.value AND `count` = 0;
END;
--> statement-breakpoint
INSERT INTO `metadata_counts` (`account_id`, `livemode`, `key`, `value`, `count`)
  SELECT `account_id`, `livemode`, `key`, `value`, count(*) FROM `analysis_metadata` GROUP BY 1, 2, 3, 4;
