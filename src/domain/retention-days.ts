/** How long an analysis is kept once it is final, where neither it nor its account says otherwise. */
export const DEFAULT_RETENTION_DAYS = 90;
export const MAX_RETENTION_DAYS = 3650;
