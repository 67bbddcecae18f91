/** What operators ask for: GET /health, GET /metrics. */
import type { FastifyInstance } from 'fastify';
import type { Services } from '../services.ts';

export function operations(app: FastifyInstance, services: Services): void {
  const { admissions, models, metrics } = services;
  app.get('/health', async () => ({
    status: 'ok',
    model: models.local.id,
    in_flight: admissions.inFlight,
  }));
  app.get('/metrics', async (_request, reply) => {
    reply.header('content-type', metrics.registry.contentType);
    return metrics.registry.metrics();
  });
}
