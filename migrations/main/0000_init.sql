CREATE TABLE `accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	`shard` text DEFAULT 'DB' NOT NULL,
	`moving` integer DEFAULT false NOT NULL,
	`retention_days` integer DEFAULT 90 NOT NULL,
	`monthly_budget_usd_cents` integer
);
--> statement-breakpoint
CREATE TABLE `agent_days` (
	`account_id` text NOT NULL,
	`livemode` integer NOT NULL,
	`day` text NOT NULL,
	`agent_id` text NOT NULL,
	`calls` integer NOT NULL,
	`scores` integer NOT NULL,
	`score_sum` integer NOT NULL,
	`sentiments` integer NOT NULL,
	`sentiment_sum` integer NOT NULL,
	`verdicts` integer NOT NULL,
	`compliant` integer NOT NULL,
	`efforts` integer NOT NULL,
	`effort_sum` integer NOT NULL,
	`talk_ratios` integer NOT NULL,
	`talk_ratio_sum` integer NOT NULL,
	PRIMARY KEY(`account_id`, `livemode`, `day`, `agent_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `analyses` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`livemode` integer NOT NULL,
	`number` integer,
	`version` integer NOT NULL,
	`status` text NOT NULL,
	`stage` text,
	`percent` integer NOT NULL,
	`agent_id` text,
	`contact_id` text,
	`search_text` text,
	`submission` text NOT NULL,
	`recording` text,
	`failure` text,
	`waiting` text,
	`report_version` integer,
	`rescore` text,
	`duration_ms` integer,
	`transcription_ms` integer,
	`analysis_ms` integer,
	`overall_score` integer,
	`sentiment_score` real,
	`compliant` integer,
	`customer_effort` real,
	`talk_ratio` real,
	`cost_usd_cents` real,
	`speech_cost_usd_cents` real,
	`charged_at` integer,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`completed_at` integer,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `analyses_by_number` ON `analyses` (`account_id`,`livemode`,`number`);--> statement-breakpoint
CREATE INDEX `analyses_by_account` ON `analyses` (`account_id`,`livemode`,`created_at`,`id`,`search_text`);--> statement-breakpoint
CREATE INDEX `analyses_by_status` ON `analyses` (`account_id`,`livemode`,`status`,`created_at`,`id`,`search_text`);--> statement-breakpoint
CREATE INDEX `analyses_by_agent` ON `analyses` (`account_id`,`livemode`,`agent_id`,`created_at`,`id`) WHERE "analyses"."agent_id" is not null;--> statement-breakpoint
CREATE INDEX `analyses_by_agent_and_status` ON `analyses` (`account_id`,`livemode`,`agent_id`,`status`,`created_at`,`id`) WHERE "analyses"."agent_id" is not null;--> statement-breakpoint
CREATE INDEX `analyses_by_contact` ON `analyses` (`account_id`,`livemode`,`contact_id`,`created_at`,`id`) WHERE "analyses"."contact_id" is not null;--> statement-breakpoint
CREATE INDEX `analyses_by_contact_and_status` ON `analyses` (`account_id`,`livemode`,`contact_id`,`status`,`created_at`,`id`) WHERE "analyses"."contact_id" is not null;--> statement-breakpoint
CREATE INDEX `analyses_by_agent_and_contact` ON `analyses` (`account_id`,`livemode`,`agent_id`,`contact_id`,`created_at`,`id`) WHERE "analyses"."agent_id" is not null;--> statement-breakpoint
CREATE INDEX `analyses_by_score` ON `analyses` (`account_id`,`livemode`,`overall_score`,`created_at`,`id`) WHERE "analyses"."overall_score" is not null;--> statement-breakpoint
CREATE INDEX `analyses_by_session` ON `analyses` (`account_id`,`livemode`,submission ->> '$.sessionId',`created_at`,`id`) WHERE submission ->> '$.sessionId' is not null;--> statement-breakpoint
CREATE TABLE `analysis_counts` (
	`account_id` text NOT NULL,
	`livemode` integer NOT NULL,
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`status` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`account_id`, `livemode`, `kind`, `key`, `status`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `analysis_metadata` (
	`account_id` text NOT NULL,
	`livemode` integer NOT NULL,
	`key` text NOT NULL,
	`value` text NOT NULL,
	`created_at` integer NOT NULL,
	`analysis_id` text NOT NULL,
	PRIMARY KEY(`account_id`, `livemode`, `key`, `value`, `created_at`, `analysis_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `analysis_numbers` (
	`account_id` text NOT NULL,
	`livemode` integer NOT NULL,
	`last` integer NOT NULL,
	PRIMARY KEY(`account_id`, `livemode`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`name` text NOT NULL,
	`prefix` text NOT NULL,
	`hash` text NOT NULL,
	`scopes` text NOT NULL,
	`livemode` integer NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`revoked_at` integer,
	`last_used_at` integer,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash_unique` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE INDEX `api_keys_by_account` ON `api_keys` (`account_id`,`livemode`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `audit_log` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`livemode` integer NOT NULL,
	`action` text NOT NULL,
	`subject_id` text NOT NULL,
	`reason` text NOT NULL,
	`key_id` text,
	`requested_at` integer NOT NULL,
	`done_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_log_by_account` ON `audit_log` (`account_id`,`livemode`,`done_at`,`id`);--> statement-breakpoint
CREATE TABLE `callback_secrets` (
	`account_id` text NOT NULL,
	`livemode` integer NOT NULL,
	`secret` text NOT NULL,
	`previous_secret` text,
	`previous_secret_until` integer,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `livemode`),
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `configuration` (
	`account_id` text NOT NULL,
	`livemode` integer NOT NULL,
	`kind` text NOT NULL,
	`number` integer NOT NULL,
	`version` integer NOT NULL,
	`content` text,
	`current` integer NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `livemode`, `kind`, `number`, `version`),
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `configuration_current` ON `configuration` (`account_id`,`livemode`,`kind`,`number`) WHERE current = 1 and content is not null;--> statement-breakpoint
CREATE TABLE `external_ids` (
	`account_id` text NOT NULL,
	`livemode` integer NOT NULL,
	`project_id` text NOT NULL,
	`external_id` text NOT NULL,
	`analysis_id` text NOT NULL,
	PRIMARY KEY(`account_id`, `livemode`, `project_id`, `external_id`)
);
--> statement-breakpoint
CREATE TABLE `metadata_counts` (
	`account_id` text NOT NULL,
	`livemode` integer NOT NULL,
	`key` text NOT NULL,
	`value` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`account_id`, `livemode`, `key`, `value`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `rejected_submissions` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text,
	`livemode` integer,
	`source` text NOT NULL,
	`idempotency_key` text,
	`inbox_key` text,
	`code` text NOT NULL,
	`message` text NOT NULL,
	`details` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `rejected_submissions_by_account` ON `rejected_submissions` (`account_id`,`livemode`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `rejected_submissions_by_age` ON `rejected_submissions` (`created_at`);--> statement-breakpoint
CREATE TABLE `sweeps` (
	`name` text PRIMARY KEY NOT NULL,
	`position` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `upload_parts` (
	`upload_id` text NOT NULL,
	`number` integer NOT NULL,
	`size_bytes` integer NOT NULL,
	`etag` text NOT NULL,
	PRIMARY KEY(`upload_id`, `number`),
	FOREIGN KEY (`upload_id`) REFERENCES `uploads`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `uploads` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`livemode` integer NOT NULL,
	`status` text NOT NULL,
	`file_name` text,
	`content_type` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`sha256` text,
	`part_bytes` integer NOT NULL,
	`storage_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `uploads_by_expiry` ON `uploads` (`expires_at`,`id`);--> statement-breakpoint
CREATE TABLE `usage_months` (
	`account_id` text NOT NULL,
	`livemode` integer NOT NULL,
	`month` text NOT NULL,
	`analyses` integer NOT NULL,
	`audio_ms` integer NOT NULL,
	`cost_micro_usd` integer NOT NULL,
	`speech_micro_usd` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`account_id`, `livemode`, `month`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `webhook_deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`livemode` integer NOT NULL,
	`webhook_id` text,
	`subject_id` text NOT NULL,
	`event` text NOT NULL,
	`url` text NOT NULL,
	`format` text NOT NULL,
	`status` text NOT NULL,
	`attempts` text NOT NULL,
	`attempts_of_round` integer NOT NULL,
	`next_attempt_at` integer,
	`version` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `deliveries_by_webhook` ON `webhook_deliveries` (`account_id`,`livemode`,`webhook_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `deliveries_by_age` ON `webhook_deliveries` (`created_at`) WHERE next_attempt_at is null;--> statement-breakpoint
CREATE INDEX `deliveries_by_subject` ON `webhook_deliveries` (`account_id`,`livemode`,`subject_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `webhooks` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`livemode` integer NOT NULL,
	`url` text NOT NULL,
	`name` text,
	`enabled_events` text NOT NULL,
	`format` text NOT NULL,
	`secret` text NOT NULL,
	`previous_secret` text,
	`previous_secret_until` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`disabled_at` integer,
	`disabled_reason` text,
	`failing_since` integer,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `webhooks_by_account` ON `webhooks` (`account_id`,`livemode`,`created_at`,`id`);