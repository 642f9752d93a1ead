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
CREATE TABLE `usage_months` (
	`account_id` text NOT NULL,
	`livemode` integer NOT NULL,
	`month` text NOT NULL,
	`analyses` integer NOT NULL,
	`audio_ms` integer NOT NULL,
	`cost_micro_usd` integer NOT NULL,
	PRIMARY KEY(`account_id`, `livemode`, `month`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `accounts` ADD `shard` text DEFAULT 'DB' NOT NULL;--> statement-breakpoint
ALTER TABLE `accounts` ADD `moving` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `analyses` ADD `number` integer;--> statement-breakpoint
ALTER TABLE `analyses` ADD `search_text` text;--> statement-breakpoint
ALTER TABLE `analyses` ADD `compliant` integer;--> statement-breakpoint
ALTER TABLE `analyses` ADD `customer_effort` real;--> statement-breakpoint
ALTER TABLE `analyses` ADD `talk_ratio` real;--> statement-breakpoint
ALTER TABLE `analyses` ADD `cost_usd_cents` real;--> statement-breakpoint
CREATE UNIQUE INDEX `analyses_by_number` ON `analyses` (`account_id`,`livemode`,`number`);--> statement-breakpoint
CREATE INDEX `analyses_by_status` ON `analyses` (`account_id`,`livemode`,`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `analyses_by_agent` ON `analyses` (`account_id`,`livemode`,`agent_id`,`created_at`,`id`) WHERE "analyses"."agent_id" is not null;--> statement-breakpoint
CREATE INDEX `analyses_by_agent_and_status` ON `analyses` (`account_id`,`livemode`,`agent_id`,`status`,`created_at`,`id`) WHERE "analyses"."agent_id" is not null;--> statement-breakpoint
CREATE INDEX `analyses_by_contact` ON `analyses` (`account_id`,`livemode`,`contact_id`,`created_at`,`id`) WHERE "analyses"."contact_id" is not null;--> statement-breakpoint
CREATE INDEX `analyses_by_contact_and_status` ON `analyses` (`account_id`,`livemode`,`contact_id`,`status`,`created_at`,`id`) WHERE "analyses"."contact_id" is not null;--> statement-breakpoint
CREATE INDEX `analyses_by_agent_and_contact` ON `analyses` (`account_id`,`livemode`,`agent_id`,`contact_id`,`created_at`,`id`) WHERE "analyses"."agent_id" is not null;--> statement-breakpoint
CREATE INDEX `analyses_by_score` ON `analyses` (`account_id`,`livemode`,`overall_score`,`created_at`,`id`) WHERE "analyses"."overall_score" is not null;