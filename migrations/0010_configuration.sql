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
CREATE INDEX `configuration_current` ON `configuration` (`account_id`,`livemode`,`kind`,`number`) WHERE current = 1 and content is not null;