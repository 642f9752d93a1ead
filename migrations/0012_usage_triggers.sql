-- What completed is counted in the month in which it did, what was charged in the month in which it was: also for
-- analyses that failed. An analysis completes once; its cost only ever grows.
DROP TRIGGER `usage_inserted`;
--> statement-breakpoint
DROP TRIGGER `usage_settled`;
--> statement-breakpoint
-- Before costs were told apart, transcription was what analyses cost.
UPDATE `usage_months` SET `speech_micro_usd` = `cost_micro_usd`;
--> statement-breakpoint
CREATE TRIGGER `completion_inserted` AFTER INSERT ON `analyses`
WHEN new.status = 'completed' AND new.completed_at IS NOT NULL BEGIN
  INSERT INTO `usage_months` (`account_id`, `livemode`, `month`, `analyses`, `audio_ms`, `cost_micro_usd`)
    VALUES (new.account_id, new.livemode, strftime('%Y-%m', new.completed_at / 1000, 'unixepoch'), 1,
      coalesce(new.duration_ms, 0), 0)
    ON CONFLICT DO UPDATE SET `analyses` = `analyses` + 1, `audio_ms` = `audio_ms` + excluded.`audio_ms`;
END;
--> statement-breakpoint
CREATE TRIGGER `completion_updated` AFTER UPDATE ON `analyses`
WHEN new.status = 'completed' AND old.status <> 'completed' AND new.completed_at IS NOT NULL BEGIN
  INSERT INTO `usage_months` (`account_id`, `livemode`, `month`, `analyses`, `audio_ms`, `cost_micro_usd`)
    VALUES (new.account_id, new.livemode, strftime('%Y-%m', new.completed_at / 1000, 'unixepoch'), 1,
      coalesce(new.duration_ms, 0), 0)
    ON CONFLICT DO UPDATE SET `analyses` = `analyses` + 1, `audio_ms` = `audio_ms` + excluded.`audio_ms`;
END;
--> statement-breakpoint
CREATE TRIGGER `charge_inserted` AFTER INSERT ON `analyses`
WHEN new.cost_usd_cents IS NOT NULL AND coalesce(new.charged_at, new.completed_at) IS NOT NULL BEGIN
  INSERT INTO `usage_months`
      (`account_id`, `livemode`, `month`, `analyses`, `audio_ms`, `cost_micro_usd`, `speech_micro_usd`)
    VALUES (new.account_id, new.livemode,
      strftime('%Y-%m', coalesce(new.charged_at, new.completed_at) / 1000, 'unixepoch'), 0, 0,
      CAST(round(new.cost_usd_cents * 10000) AS integer),
      CAST(round(coalesce(new.speech_cost_usd_cents, 0) * 10000) AS integer))
    ON CONFLICT DO UPDATE SET `cost_micro_usd` = `cost_micro_usd` + excluded.`cost_micro_usd`,
      `speech_micro_usd` = `speech_micro_usd` + excluded.`speech_micro_usd`;
END;
--> statement-breakpoint
CREATE TRIGGER `charge_updated` AFTER UPDATE ON `analyses`
WHEN new.cost_usd_cents IS NOT NULL AND coalesce(new.charged_at, new.completed_at) IS NOT NULL
  AND (old.cost_usd_cents IS NOT new.cost_usd_cents
    OR old.speech_cost_usd_cents IS NOT new.speech_cost_usd_cents) BEGIN
  INSERT INTO `usage_months`
      (`account_id`, `livemode`, `month`, `analyses`, `audio_ms`, `cost_micro_usd`, `speech_micro_usd`)
    VALUES (new.account_id, new.livemode,
      strftime('%Y-%m', coalesce(new.charged_at, new.completed_at) / 1000, 'unixepoch'), 0, 0,
      CAST(round((new.cost_usd_cents - coalesce(old.cost_usd_cents, 0)) * 10000) AS integer),
      CAST(round((coalesce(new.speech_cost_usd_cents, 0) - coalesce(old.speech_cost_usd_cents, 0)) * 10000) AS integer))
    ON CONFLICT DO UPDATE SET `cost_micro_usd` = `cost_micro_usd` + excluded.`cost_micro_usd`,
      `speech_micro_usd` = `speech_micro_usd` + excluded.`speech_micro_usd`;
END;
