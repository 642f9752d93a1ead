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
CREATE INDEX `rejected_submissions_by_age` ON `rejected_submissions` (`created_at`);