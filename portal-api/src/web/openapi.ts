import { errorStatus, operations, type ErrorCode, type Operation } from '@suizhen/contract';
import { z } from 'zod';

type Json = Record<string, unknown>;

/** Codes that any operation may answer, by what guards it. */
function commonErrors(operation: Operation): ErrorCode[] {
  const codes: ErrorCode[] = [
    'MALFORMED_REQUEST',
    'RATE_LIMITED',
    'UNAVAILABLE',
    'PAYLOAD_TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
  ];
  if (operation.params) codes.push('NOT_FOUND');
  if (operation.query || operation.body) codes.push('INVALID_FIELD');
  if (operation.idempotent) codes.push('IDEMPOTENCY_KEY_REUSED', 'IDEMPOTENCY_IN_PROGRESS');
  const { access } = operation;
  if (access.by === 'account' || access.by === 'staff') {
    codes.push('UNAUTHENTICATED', 'NOT_FOUND');
    if (operation.method !== 'GET') codes.push('CSRF_FAILED');
  }
  if (access.by === 'device') {
    codes.push('UNAUTHENTICATED', 'FORBIDDEN');
    if (operation.method !== 'GET') codes.push('CSRF_FAILED');
  }
  if (access.by === 'account' && access.consent) codes.push('CONSENT_REQUIRED');
  if (access.by === 'account' && access.stepUp) codes.push('STEP_UP_REQUIRED');
  if (access.by === 'staff' && access.permission)
    codes.push('FORBIDDEN', 'PASSWORD_CHANGE_REQUIRED');
  return codes;
}

/** Every code an operation may answer; the contract tests hold the server to it. */
export function declaredErrors(operation: Operation): ErrorCode[] {
  return [...new Set([...operation.errors, ...commonErrors(operation)])];
}

/** The OpenAPI 3.1 document, made from the contract that the server itself checks by. */
export function buildOpenApi(): Json {
  const schemas: Record<string, unknown> = {};
  const toSchema = (schema: z.ZodType, io: 'input' | 'output'): Json => {
    const whole = z.toJSONSchema(schema, {
      io,
      target: 'draft-2020-12',
      unrepresentable: 'any',
    }) as Json;
    const text = JSON.stringify(whole).replaceAll('#/$defs/', '#/components/schemas/');
    const { $schema, $defs, ...own } = JSON.parse(text) as Json;
    void $schema;
    for (const [name, definition] of Object.entries(($defs as Json | undefined) ?? {}))
      schemas[name] ??= definition;
    const id = schema.meta()?.id;
    if (!id) return own;
    delete own['id'];
    schemas[id] ??= own;
    return { $ref: `#/components/schemas/${id}` };
  };

  const paths: Record<string, Json> = {};
  for (const operation of Object.values(operations) as Operation[]) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[operation.method.toLowerCase()] = describeOperation(operation, toSchema);
  }
  schemas['Error'] = errorSchema;
  return {
    openapi: '3.1.0',
    info: {
      title: '随诊 Suizhen portal-api',
      version: '0.1.0',
      description: 'Times are ISO 8601, days are Asia/Shanghai, money is integer fen.',
    },
    paths,
    components: {
      schemas,
      securitySchemes: {
        portal: { type: 'apiKey', in: 'cookie', name: 'suizhen_portal' },
        weapp: { type: 'http', scheme: 'bearer' },
        staff: { type: 'apiKey', in: 'cookie', name: 'suizhen_staff' },
        device: { type: 'apiKey', in: 'cookie', name: 'suizhen_board' },
      },
    },
  };
}

function describeOperation(
  operation: Operation,
  toSchema: (schema: z.ZodType, io: 'input' | 'output') => Json,
): Json {
  const parameters: Json[] = [];
  for (const [where, schema] of [
    ['path', operation.params],
    ['query', operation.query],
  ] as const) {
    if (!schema) continue;
    const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;
    const required = (json['required'] as string[] | undefined) ?? [];
    for (const [name, property] of Object.entries((json['properties'] as Json | undefined) ?? {})) {
      parameters.push({
        name,
        in: where,
        required: where === 'path' || required.includes(name),
        schema: property,
      });
    }
  }
  if (operation.idempotent) {
    parameters.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      schema: { type: 'string', pattern: '^[\\w-]{8,100}$' },
    });
  }
  const codesByStatus = groupByStatus(declaredErrors(operation));
  const responses = describeSuccess(operation, toSchema);
  for (const [status, codes] of codesByStatus) {
    responses[String(status)] = {
      description: codes.join(', '),
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
    };
  }
  const security = {
    account: [{ portal: [] }, { weapp: [] }],
    staff: [{ staff: [] }],
    device: [{ device: [] }],
    anyone: [],
    signature: [],
  };
  return {
    operationId: operation.id,
    summary: operation.summary,
    tags: [operation.tag],
    parameters,
    ...(operation.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: toSchema(operation.body, 'input') } },
          },
        }
      : {}),
    responses,
    security: security[operation.access.by],
  };
}

function describeSuccess(
  operation: Operation,
  toSchema: (schema: z.ZodType, io: 'input' | 'output') => Json,
): Json {
  if (operation.isDownload) {
    const file = { schema: { type: 'string', format: 'binary' } };
    const types = ['application/pdf', 'image/jpeg', 'image/png'];
    return {
      200: {
        description: 'The file',
        content: Object.fromEntries(types.map((type) => [type, file])),
      },
      302: { description: 'Where it lies' },
    };
  }
  if (!operation.response) return { 204: { description: 'Done' } };
  // Of a stream it is the shape of the data of each event.
  const type = operation.isStream ? 'text/event-stream' : 'application/json';
  const content = { [type]: { schema: toSchema(operation.response, 'output') } };
  return { 200: { description: 'OK', content } };
}

function groupByStatus(codes: ErrorCode[]): Map<number, ErrorCode[]> {
  const groups = new Map<number, ErrorCode[]>();
  for (const code of codes)
    groups.set(errorStatus[code], [...(groups.get(errorStatus[code]) ?? []), code]);
  return groups;
}

const errorSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'requestId'],
      properties: {
        code: { type: 'string', enum: Object.keys(errorStatus) },
        message: { type: 'string', description: 'A Chinese sentence that may be shown' },
        fields: { type: 'object', additionalProperties: { type: 'string' } },
        requestId: { type: 'string' },
      },
    },
  },
};
