/** What the completed calls of one agent in a period have in common; a mean is `null` where no call has the number. */
export interface AgentReport {
  readonly agentId: string;
  readonly calls: number;
  /** 0 to 100. */
  readonly meanOverallScore: number | null;
  /** -1 to 1. */
  readonly meanSentiment: number | null;
  /** Share of the calls with a verdict in which the customer was identified as the rules ask, 0 to 1. */
  readonly complianceRate: number | null;
  /** 0 to 5. */
  readonly meanCustomerEffort: number | null;
  /** Percent. */
  readonly meanTalkRatio: number | null;
}
