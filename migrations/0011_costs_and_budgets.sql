ALTER TABLE `accounts` ADD `monthly_budget_usd_cents` integer;--> statement-breakpoint
ALTER TABLE `analyses` ADD `waiting` text;--> statement-breakpoint
ALTER TABLE `analyses` ADD `speech_cost_usd_cents` real;--> statement-breakpoint
ALTER TABLE `analyses` ADD `charged_at` integer;--> statement-breakpoint
ALTER TABLE `usage_months` ADD `speech_micro_usd` integer DEFAULT 0 NOT NULL;