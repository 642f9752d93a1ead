-- The tallies of src/db/schema/tallies.ts, kept in the very statement that changes a row of `analyses`.
CREATE TRIGGER `analyses_inserted` AFTER INSERT ON `analyses` BEGIN
  INSERT INTO `analysis_numbers` (`account_id`, `livemode`, `last`)
    VALUES (new.account_id, new.livemode, coalesce(new.number, 1))
    ON CONFLICT DO UPDATE SET `last` = CASE WHEN new.number IS NULL THEN `last` + 1 ELSE max(`last`, new.number) END;
  UPDATE `analyses` SET `number` = (
      SELECT `last` FROM `analysis_numbers` WHERE `account_id` = new.account_id AND `livemode` = new.livemode
    ) WHERE `id` = new.id AND `number` IS NULL;
  INSERT INTO `analysis_counts` (`account_id`, `livemode`, `kind`, `key`, `status`, `count`)
    SELECT new.account_id, new.livemode, column1, column2, new.status, 1
    FROM (VALUES ('all', ''), ('agent', new.agent_id), ('contact', new.contact_id),
      ('score', printf('%03d', new.overall_score)), ('day', date(new.created_at / 1000, 'unixepoch')))
    WHERE column2 IS NOT NULL AND (column1 <> 'score' OR new.overall_score IS NOT NULL)
    ON CONFLICT DO UPDATE SET `count` = `count` + 1;
  INSERT INTO `analysis_metadata` (`account_id`, `livemode`, `key`, `value`, `created_at`, `analysis_id`)
    SELECT new.account_id, new.livemode, entry.key,
      CASE entry.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE CAST(entry.value AS text) END,
      new.created_at, new.id
    FROM json_each(new.submission, '$.metadata') AS entry
    WHERE entry.type IN ('text', 'integer', 'real', 'true', 'false')
      AND length(entry.key) <= 64 AND length(entry.value) <= 256
    LIMIT 50;
END;
--> statement-breakpoint
CREATE TRIGGER `analyses_deleted` AFTER DELETE ON `analyses` BEGIN
  INSERT INTO `analysis_counts` (`account_id`, `livemode`, `kind`, `key`, `status`, `count`)
    SELECT old.account_id, old.livemode, column1, column2, old.status, -1
    FROM (VALUES ('all', ''), ('agent', old.agent_id), ('contact', old.contact_id),
      ('score', printf('%03d', old.overall_score)), ('day', date(old.created_at / 1000, 'unixepoch')))
    WHERE column2 IS NOT NULL AND (column1 <> 'score' OR old.overall_score IS NOT NULL)
    ON CONFLICT DO UPDATE SET `count` = `count` - 1;
  DELETE FROM `analysis_counts` WHERE `account_id` = old.account_id AND `livemode` = old.livemode
    AND `kind` = 'agent' AND `key` = old.agent_id AND `status` = old.status AND `count` = 0;
  DELETE FROM `analysis_counts` WHERE `account_id` = old.account_id AND `livemode` = old.livemode
    AND `kind` = 'contact' AND `key` = old.contact_id AND `status` = old.status AND `count` = 0;
  DELETE FROM `analysis_metadata` WHERE `account_id` = old.account_id AND `livemode` = old.livemode
    AND `created_at` = old.created_at AND `analysis_id` = old.id
    AND (`key`, `value`) IN (
      SELECT entry.key,
        CASE entry.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE CAST(entry.value AS text) END
      FROM json_each(old.submission, '$.metadata') AS entry
    );
END;
--> statement-breakpoint
CREATE TRIGGER `analyses_recounted` AFTER UPDATE ON `analyses`
WHEN old.status IS NOT new.status OR old.agent_id IS NOT new.agent_id OR old.contact_id IS NOT new.contact_id
  OR old.overall_score IS NOT new.overall_score BEGIN
  INSERT INTO `analysis_counts` (`account_id`, `livemode`, `kind`, `key`, `status`, `count`)
    SELECT old.account_id, old.livemode, column1, column2, old.status, -1
    FROM (VALUES ('all', ''), ('agent', old.agent_id), ('contact', old.contact_id),
      ('score', printf('%03d', old.overall_score)), ('day', date(old.created_at / 1000, 'unixepoch')))
    WHERE column2 IS NOT NULL AND (column1 <> 'score' OR old.overall_score IS NOT NULL)
    ON CONFLICT DO UPDATE SET `count` = `count` - 1;
  INSERT INTO `analysis_counts` (`account_id`, `livemode`, `kind`, `key`, `status`, `count`)
    SELECT new.account_id, new.livemode, column1, column2, new.status, 1
    FROM (VALUES ('all', ''), ('agent', new.agent_id), ('contact', new.contact_id),
      ('score', printf('%03d', new.overall_score)), ('day', date(new.created_at / 1000, 'unixepoch')))
    WHERE column2 IS NOT NULL AND (column1 <> 'score' OR new.overall_score IS NOT NULL)
    ON CONFLICT DO UPDATE SET `count` = `count` + 1;
  DELETE FROM `analysis_counts` WHERE `account_id` = old.account_id AND `livemode` = old.livemode
    AND `kind` = 'agent' AND `key` = old.agent_id AND `status` = old.status AND `count` = 0;
  DELETE FROM `analysis_counts` WHERE `account_id` = old.account_id AND `livemode` = old.livemode
    AND `kind` = 'contact' AND `key` = old.contact_id AND `status` = old.status AND `count` = 0;
END;
--> statement-breakpoint
CREATE TRIGGER `usage_inserted` AFTER INSERT ON `analyses`
WHEN new.cost_usd_cents IS NOT NULL AND new.completed_at IS NOT NULL BEGIN
  INSERT INTO `usage_months` (`account_id`, `livemode`, `month`, `analyses`, `audio_ms`, `cost_micro_usd`)
    VALUES (new.account_id, new.livemode, strftime('%Y-%m', new.completed_at / 1000, 'unixepoch'), 1,
      coalesce(new.duration_ms, 0), CAST(round(new.cost_usd_cents * 10000) AS integer))
    ON CONFLICT DO UPDATE SET `analyses` = `analyses` + 1, `audio_ms` = `audio_ms` + excluded.`audio_ms`,
      `cost_micro_usd` = `cost_micro_usd` + excluded.`cost_micro_usd`;
END;
--> statement-breakpoint
CREATE TRIGGER `usage_settled` AFTER UPDATE ON `analyses`
WHEN new.cost_usd_cents IS NOT NULL AND new.completed_at IS NOT NULL
  AND old.cost_usd_cents IS NOT new.cost_usd_cents BEGIN
  INSERT INTO `usage_months` (`account_id`, `livemode`, `month`, `analyses`, `audio_ms`, `cost_micro_usd`)
    VALUES (new.account_id, new.livemode, strftime('%Y-%m', new.completed_at / 1000, 'unixepoch'),
      old.cost_usd_cents IS NULL, CASE WHEN old.cost_usd_cents IS NULL THEN coalesce(new.duration_ms, 0) ELSE 0 END,
      CAST(round((new.cost_usd_cents - coalesce(old.cost_usd_cents, 0)) * 10000) AS integer))
    ON CONFLICT DO UPDATE SET `analyses` = `analyses` + excluded.`analyses`,
      `audio_ms` = `audio_ms` + excluded.`audio_ms`,
      `cost_micro_usd` = `cost_micro_usd` + excluded.`cost_micro_usd`;
END;
--> statement-breakpoint
CREATE TRIGGER `agent_day_inserted` AFTER INSERT ON `analyses`
WHEN new.status = 'completed' AND new.agent_id IS NOT NULL BEGIN
  INSERT INTO `agent_days` (`account_id`, `livemode`, `day`, `agent_id`, `calls`, `scores`, `score_sum`,
    `sentiments`, `sentiment_sum`, `verdicts`, `compliant`, `efforts`, `effort_sum`, `talk_ratios`, `talk_ratio_sum`)
    VALUES
      (new.account_id, new.livemode, date(new.created_at / 1000, 'unixepoch'), new.agent_id, 1,
        (new.overall_score IS NOT NULL), coalesce(new.overall_score, 0),
        (new.sentiment_score IS NOT NULL), coalesce(CAST(round(new.sentiment_score * 1000) AS integer), 0),
        (new.compliant IS NOT NULL), coalesce(new.compliant, 0),
        (new.customer_effort IS NOT NULL), coalesce(CAST(round(new.customer_effort * 100) AS integer), 0),
        (new.talk_ratio IS NOT NULL), coalesce(CAST(round(new.talk_ratio * 100) AS integer), 0))
    ON CONFLICT DO UPDATE SET
      `calls` = `calls` + excluded.`calls`, `scores` = `scores` + excluded.`scores`, `score_sum` = `score_sum` + excluded.`score_sum`,
      `sentiments` = `sentiments` + excluded.`sentiments`, `sentiment_sum` = `sentiment_sum` + excluded.`sentiment_sum`, `verdicts` = `verdicts` + excluded.`verdicts`,
      `compliant` = `compliant` + excluded.`compliant`, `efforts` = `efforts` + excluded.`efforts`, `effort_sum` = `effort_sum` + excluded.`effort_sum`,
      `talk_ratios` = `talk_ratios` + excluded.`talk_ratios`, `talk_ratio_sum` = `talk_ratio_sum` + excluded.`talk_ratio_sum`;
END;
--> statement-breakpoint
CREATE TRIGGER `agent_day_left` AFTER UPDATE ON `analyses`
WHEN old.status = 'completed' AND old.agent_id IS NOT NULL
  AND (new.status <> 'completed'
  OR old.agent_id IS NOT new.agent_id
  OR old.overall_score IS NOT new.overall_score
  OR old.sentiment_score IS NOT new.sentiment_score
  OR old.compliant IS NOT new.compliant
  OR old.customer_effort IS NOT new.customer_effort
  OR old.talk_ratio IS NOT new.talk_ratio) BEGIN
  INSERT INTO `agent_days` (`account_id`, `livemode`, `day`, `agent_id`, `calls`, `scores`, `score_sum`,
    `sentiments`, `sentiment_sum`, `verdicts`, `compliant`, `efforts`, `effort_sum`, `talk_ratios`, `talk_ratio_sum`)
    VALUES
      (old.account_id, old.livemode, date(old.created_at / 1000, 'unixepoch'), old.agent_id, -1,
        -(old.overall_score IS NOT NULL), -coalesce(old.overall_score, 0),
        -(old.sentiment_score IS NOT NULL), -coalesce(CAST(round(old.sentiment_score * 1000) AS integer), 0),
        -(old.compliant IS NOT NULL), -coalesce(old.compliant, 0),
        -(old.customer_effort IS NOT NULL), -coalesce(CAST(round(old.customer_effort * 100) AS integer), 0),
        -(old.talk_ratio IS NOT NULL), -coalesce(CAST(round(old.talk_ratio * 100) AS integer), 0))
    ON CONFLICT DO UPDATE SET
      `calls` = `calls` + excluded.`calls`, `scores` = `scores` + excluded.`scores`, `score_sum` = `score_sum` + excluded.`score_sum`,
      `sentiments` = `sentiments` + excluded.`sentiments`, `sentiment_sum` = `sentiment_sum` + excluded.`sentiment_sum`, `verdicts` = `verdicts` + excluded.`verdicts`,
      `compliant` = `compliant` + excluded.`compliant`, `efforts` = `efforts` + excluded.`efforts`, `effort_sum` = `effort_sum` + excluded.`effort_sum`,
      `talk_ratios` = `talk_ratios` + excluded.`talk_ratios`, `talk_ratio_sum` = `talk_ratio_sum` + excluded.`talk_ratio_sum`;
  DELETE FROM `agent_days` WHERE `account_id` = old.account_id AND `livemode` = old.livemode
    AND `day` = date(old.created_at / 1000, 'unixepoch') AND `agent_id` = old.agent_id AND `calls` = 0;
END;
--> statement-breakpoint
CREATE TRIGGER `agent_day_joined` AFTER UPDATE ON `analyses`
WHEN new.status = 'completed' AND new.agent_id IS NOT NULL
  AND (old.status <> 'completed'
  OR old.agent_id IS NOT new.agent_id
  OR old.overall_score IS NOT new.overall_score
  OR old.sentiment_score IS NOT new.sentiment_score
  OR old.compliant IS NOT new.compliant
  OR old.customer_effort IS NOT new.customer_effort
  OR old.talk_ratio IS NOT new.talk_ratio) BEGIN
  INSERT INTO `agent_days` (`account_id`, `livemode`, `day`, `agent_id`, `calls`, `scores`, `score_sum`,
    `sentiments`, `sentiment_sum`, `verdicts`, `compliant`, `efforts`, `effort_sum`, `talk_ratios`, `talk_ratio_sum`)
    VALUES
      (new.account_id, new.livemode, date(new.created_at / 1000, 'unixepoch'), new.agent_id, 1,
        (new.overall_score IS NOT NULL), coalesce(new.overall_score, 0),
        (new.sentiment_score IS NOT NULL), coalesce(CAST(round(new.sentiment_score * 1000) AS integer), 0),
        (new.compliant IS NOT NULL), coalesce(new.compliant, 0),
        (new.customer_effort IS NOT NULL), coalesce(CAST(round(new.customer_effort * 100) AS integer), 0),
        (new.talk_ratio IS NOT NULL), coalesce(CAST(round(new.talk_ratio * 100) AS integer), 0))
    ON CONFLICT DO UPDATE SET
      `calls` = `calls` + excluded.`calls`, `scores` = `scores` + excluded.`scores`, `score_sum` = `score_sum` + excluded.`score_sum`,
      `sentiments` = `sentiments` + excluded.`sentiments`, `sentiment_sum` = `sentiment_sum` + excluded.`sentiment_sum`, `verdicts` = `verdicts` + excluded.`verdicts`,
      `compliant` = `compliant` + excluded.`compliant`, `efforts` = `efforts` + excluded.`efforts`, `effort_sum` = `effort_sum` + excluded.`effort_sum`,
      `talk_ratios` = `talk_ratios` + excluded.`talk_ratios`, `talk_ratio_sum` = `talk_ratio_sum` + excluded.`talk_ratio_sum`;
END;
--> statement-breakpoint
CREATE TRIGGER `agent_day_deleted` AFTER DELETE ON `analyses`
WHEN old.status = 'completed' AND old.agent_id IS NOT NULL BEGIN
  INSERT INTO `agent_days` (`account_id`, `livemode`, `day`, `agent_id`, `calls`, `scores`, `score_sum`,
    `sentiments`, `sentiment_sum`, `verdicts`, `compliant`, `efforts`, `effort_sum`, `talk_ratios`, `talk_ratio_sum`)
    VALUES
      (old.account_id, old.livemode, date(old.created_at / 1000, 'unixepoch'), old.agent_id, -1,
        -(old.overall_score IS NOT NULL), -coalesce(old.overall_score, 0),
        -(old.sentiment_score IS NOT NULL), -coalesce(CAST(round(old.sentiment_score * 1000) AS integer), 0),
        -(old.compliant IS NOT NULL), -coalesce(old.compliant, 0),
        -(old.customer_effort IS NOT NULL), -coalesce(CAST(round(old.customer_effort * 100) AS integer), 0),
        -(old.talk_ratio IS NOT NULL), -coalesce(CAST(round(old.talk_ratio * 100) AS integer), 0))
    ON CONFLICT DO UPDATE SET
      `calls` = `calls` + excluded.`calls`, `scores` = `scores` + excluded.`scores`, `score_sum` = `score_sum` + excluded.`score_sum`,
      `sentiments` = `sentiments` + excluded.`sentiments`, `sentiment_sum` = `sentiment_sum` + excluded.`sentiment_sum`, `verdicts` = `verdicts` + excluded.`verdicts`,
      `compliant` = `compliant` + excluded.`compliant`, `efforts` = `efforts` + excluded.`efforts`, `effort_sum` = `effort_sum` + excluded.`effort_sum`,
      `talk_ratios` = `talk_ratios` + excluded.`talk_ratios`, `talk_ratio_sum` = `talk_ratio_sum` + excluded.`talk_ratio_sum`;
  DELETE FROM `agent_days` WHERE `account_id` = old.account_id AND `livemode` = old.livemode
    AND `day` = date(old.created_at / 1000, 'unixepoch') AND `agent_id` = old.agent_id AND `calls` = 0;
END;
--> statement-breakpoint
UPDATE `analyses` SET
  `number` = counted.number,
  `search_text` = nullif(trim(lower(coalesce(`agent_id`, '') || char(10) || coalesce(`contact_id`, '')), char(10)), '')
  FROM (
    SELECT `id`, row_number() OVER (PARTITION BY `account_id`, `livemode` ORDER BY `created_at`, `id`) AS number
    FROM `analyses`
  ) AS counted
  WHERE counted.id = `analyses`.id;
--> statement-breakpoint
INSERT INTO `analysis_numbers` (`account_id`, `livemode`, `last`)
  SELECT `account_id`, `livemode`, max(`number`) FROM `analyses` GROUP BY 1, 2;
--> statement-breakpoint
INSERT INTO `analysis_counts` (`account_id`, `livemode`, `kind`, `key`, `status`, `count`)
  SELECT `account_id`, `livemode`, 'all', '', `status`, count(*) FROM `analyses` GROUP BY 1, 2, 5
  UNION ALL
  SELECT `account_id`, `livemode`, 'agent', `agent_id`, `status`, count(*) FROM `analyses`
    WHERE `agent_id` IS NOT NULL GROUP BY 1, 2, 4, 5
  UNION ALL
  SELECT `account_id`, `livemode`, 'contact', `contact_id`, `status`, count(*) FROM `analyses`
    WHERE `contact_id` IS NOT NULL GROUP BY 1, 2, 4, 5
  UNION ALL
  SELECT `account_id`, `livemode`, 'score', printf('%03d', `overall_score`), `status`, count(*) FROM `analyses`
    WHERE `overall_score` IS NOT NULL GROUP BY 1, 2, 4, 5
  UNION ALL
  SELECT `account_id`, `livemode`, 'day', date(`created_at` / 1000, 'unixepoch'), `status`, count(*)
    FROM `analyses` GROUP BY 1, 2, 4, 5;
--> statement-breakpoint
INSERT INTO `analysis_metadata` (`account_id`, `livemode`, `key`, `value`, `created_at`, `analysis_id`)
  SELECT row.account_id, row.livemode, entry.key,
    CASE entry.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE CAST(entry.value AS text) END,
    row.created_at, row.id
  FROM `analyses` AS row, json_each(row.submission, '$.metadata') AS entry
  WHERE entry.type IN ('text', 'integer', 'real', 'true', 'false')
    AND length(entry.key) <= 64 AND length(entry.value) <= 256;
--> statement-breakpoint
INSERT INTO `agent_days` (`account_id`, `livemode`, `day`, `agent_id`, `calls`, `scores`, `score_sum`,
    `sentiments`, `sentiment_sum`, `verdicts`, `compliant`, `efforts`, `effort_sum`, `talk_ratios`, `talk_ratio_sum`)
  SELECT `account_id`, `livemode`, date(`created_at` / 1000, 'unixepoch'), `agent_id`, count(*),
    count(`overall_score`), coalesce(sum(`overall_score`), 0),
    count(`sentiment_score`), coalesce(sum(CAST(round(`sentiment_score` * 1000) AS integer)), 0), 0, 0, 0, 0, 0, 0
  FROM `analyses` WHERE `status` = 'completed' AND `agent_id` IS NOT NULL GROUP BY 1, 2, 3, 4;
