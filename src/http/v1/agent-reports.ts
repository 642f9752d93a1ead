import { createRoute, z } from '@hono/zod-openapi';
import type { AgentReport } from '../../domain/analysis-list.ts';
import { reportAgents } from '../../services/agent-reports.ts';
import { authenticated, contextOf } from '../authentication.ts';
import { accessProblems, invalidQuery, json, problemEnvelope, reply, security } from '../responses.ts';
import { createRouter } from '../router.ts';

const Day = z.iso.date();
const mean = (least: number, most: number) => z.number().min(least).max(most).nullable();

const AgentWire = z.strictObject({
  agent_id: z.string(),
  calls: z.int().positive(),
  mean_overall_score: mean(0, 100),
  mean_sentiment: mean(-1, 1),
  compliance_rate: mean(0, 1),
  mean_customer_effort: mean(0, 5),
  mean_talk_ratio: mean(0, 100),
});

const AgentReportWire = z.strictObject({
  object: z.literal('agent_report'),
  livemode: z.boolean(),
  from: Day,
  to: Day,
  data: z.array(AgentWire),
});

export const agentReportsRouter = createRouter(problemEnvelope);

const reportAgentsRoute = createRoute({
  method: 'get',
  path: '/v1/reports/agents',
  operationId: 'reportAgents',
  summary: 'How each agent did over a period',
  description:
    'Over completed analyses with an `agent_id`, by the day of their submission. A mean is null where no call has the number.',
  tags: ['Reports'],
  security,
  middleware: authenticated,
  request: {
    query: z.object({
      from: Day.optional().meta({ description: 'First day, UTC; by default 29 before `to`' }),
      to: Day.optional().meta({ description: 'Last day, UTC; by default today' }),
    }),
  },
  responses: {
    200: json(AgentReportWire, 'The agent with most calls first'),
    ...invalidQuery,
    ...accessProblems,
  },
});

agentReportsRouter.openapi(reportAgentsRoute, async (c) => {
  const context = contextOf(c);
  const { from, to, agents } = await reportAgents(context, c.req.valid('query'));
  const body = { livemode: context.principal.livemode, from, to, data: agents.map(renderAgent) };
  return reply(c, AgentReportWire, { object: 'agent_report', ...body }, 200);
});

function renderAgent(report: AgentReport): z.input<typeof AgentWire> {
  return {
    agent_id: report.agentId,
    calls: report.calls,
    mean_overall_score: report.meanOverallScore,
    mean_sentiment: report.meanSentiment,
    compliance_rate: report.complianceRate,
    mean_customer_effort: report.meanCustomerEffort,
    mean_talk_ratio: report.meanTalkRatio,
  };
}
