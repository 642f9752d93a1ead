CREATE TABLE `search_scopes` (
	`id` integer PRIMARY KEY,
	`account_id` text NOT NULL,
	`livemode` integer NOT NULL,
	UNIQUE (`account_id`, `livemode`)
);
--> statement-breakpoint
CREATE TABLE `search_names` (
	`id` integer PRIMARY KEY,
	`scope_id` integer NOT NULL,
	`field` text NOT NULL,
	`name` text NOT NULL,
	`folded` text NOT NULL,
	UNIQUE (`scope_id`, `field`, `name`)
);
--> statement-breakpoint
CREATE TABLE `search_suffixes` (
	`scope_id` integer NOT NULL,
	`suffix` text NOT NULL,
	`name_id` integer NOT NULL,
	PRIMARY KEY (`scope_id`, `suffix`, `name_id`)
) WITHOUT ROWID;
