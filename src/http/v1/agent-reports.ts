import { createRoute, z } from '@hono/zod-openapi';
import type { AgentReport } from '../../domain/analysis-list.ts';
import { reportAgents } from '../../services/agent-reports.ts';
import { authenticated, contextOf } from '../authentication.ts';
import { reply } from '../reply.ts';
import { problem, renderProblem } from '../responses.ts';
import { createRouter } from '../router.ts';

const Day = z.iso.date();
const Mean = (least: number, most: number) => z.number().min(least).max(most).nullable();

const AgentWire = z.strictObject({
  agent_id: z.string(),
  calls: z.int().positive(),
  mean_overall_score: Mean(0, 100),
  mean_sentiment: Mean(-1, 1),
  compliance_rate: Mean(0, 1),
  mean_customer_effort: Mean(0, 5),
  mean_talk_ratio: Mean(0, 100),
});

const ReportWire = z.strictObject({
  object: z.literal('agent_report'),
  livemode: z.boolean(),
  from: Day,
  to: Day,
  data: z.array(AgentWire),
});

const reportAgentsRoute = createRoute({
  method: 'get',
  path: '/v1/reports/agents',
  operationId: 'reportAgents',
  summary: 'How each agent did over a period',
  description:
    'Over completed analyses with an `agent_id`, by the day of their submission. A mean is null where no call has the number.',
  tags: ['Reports'],
  security: [{ bearer: [] }, { apiKey: [] }],
  middleware: authenticated,
  request: {
    query: z.object({
      from: Day.optional().meta({ description: 'First day, UTC; by default 29 before `to`' }),
      to: Day.optional().meta({ description: 'Last day, UTC; by default today' }),
    }),
  },
  responses: {
    200: {
      description: 'The agent with most calls first',
      content: { 'application/json': { schema: ReportWire } },
    },
    400: problem('A query parameter is not valid'),
    401: problem('No credential, or one that is not valid'),
    403: problem('The credential lacks the scope "read"'),
    429: problem('Too many requests'),
  },
});

export const agentReportsRouter = createRouter(renderProblem);

agentReportsRouter.openapi(reportAgentsRoute, async (c) => {
  const context = contextOf(c);
  const { from, to, agents } = await reportAgents(context, c.req.valid('query'));
  const body = { livemode: context.principal.livemode, from, to, data: agents.map(toWire) };
  return reply(c, ReportWire, { object: 'agent_report', ...body }, 200);
});

function toWire(report: AgentReport): z.input<typeof AgentWire> {
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
