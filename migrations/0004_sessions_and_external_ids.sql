CREATE TABLE `external_ids` (
	`account_id` text NOT NULL,
	`livemode` integer NOT NULL,
	`project_id` text NOT NULL,
	`external_id` text NOT NULL,
	`analysis_id` text NOT NULL,
	PRIMARY KEY(`account_id`, `livemode`, `project_id`, `external_id`)
);
--> statement-breakpoint
CREATE INDEX `analyses_by_session` ON `analyses` (`account_id`,`livemode`,submission ->> '$.sessionId',`created_at`,`id`) WHERE submission ->> '$.sessionId' is not null;--> statement-breakpoint
CREATE INDEX `api_keys_by_account` ON `api_keys` (`account_id`,`livemode`,`created_at`,`id`);