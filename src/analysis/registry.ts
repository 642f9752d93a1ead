import { actionItems } from './sections/action-items.ts';
import { coaching } from './sections/coaching.ts';
import { compliance } from './sections/compliance.ts';
import { conversation } from './sections/conversation.ts';
import { emotions } from './sections/emotions.ts';
import { entities } from './sections/entities.ts';
import { goals } from './sections/goals.ts';
import { keywords } from './sections/keywords.ts';
import { organisation } from './sections/organisation.ts';
import { sales } from './sections/sales.ts';
import { sentiment } from './sections/sentiment.ts';
import { service } from './sections/service.ts';
import { summary } from './sections/summary.ts';
import { topics } from './sections/topics.ts';

/** Every section of the report, in the order in which it is written. The only list of them. */
export const sections = [
  conversation,
  summary,
  sentiment,
  actionItems,
  topics,
  keywords,
  service,
  compliance,
  sales,
  coaching,
  goals,
  organisation,
  emotions,
  entities,
] as const;
