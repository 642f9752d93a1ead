import { Conversation } from '../metrics/conversation.ts';
import { defineSection } from '../section.ts';

/** The measured timeline, in the report as it was handed to the other sections. Never asked of a model. */
export const conversation = defineSection({
  name: 'conversation',
  schema: Conversation,
  prompt: null,
  offline: ({ fullConversation: measured }) => measured,
});
