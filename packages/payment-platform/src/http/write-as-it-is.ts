import type { FastifyInstance } from 'fastify';

/**
 * Writes the answers of a plugin as they are, whatever their schema says. A serializer made from the schema leaves out what
 * the schema does not name, and of an answer about money nothing may be lost in silence. That schema and answers agree is
 * held by tests/openapi, on real answers.
 */
export function writeAsItIs(app: FastifyInstance): void {
  app.setSerializerCompiler(() => JSON.stringify);
}
