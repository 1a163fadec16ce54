/** The parts of an OpenAPI 3.1 document that this server writes and its reference page reads. All of it is JSON. */
export interface ApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly components: ApiComponents;
}

export interface ApiComponents {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly headers?: Readonly<Record<string, object>>;
  readonly examples?: Readonly<Record<string, ApiExample>>;
  readonly securitySchemes: Readonly<Record<string, { readonly description: string }>>;
}

export interface ApiOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly ApiParameter[];
  readonly requestBody?: ApiBody;
  readonly responses: Readonly<Record<string, ApiResponse>>;
  readonly 'x-codeSamples'?: readonly {
    readonly lang: string;
    readonly label: string;
    readonly source: string;
  }[];
  /** Only until the document is whole: see with-problems.ts. */
  readonly 'x-problems'?: readonly string[];
}

export interface ApiParameter {
  readonly in: string;
  readonly name: string;
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

export interface ApiBody {
  readonly required: boolean;
  readonly content: Readonly<Record<string, ApiMedia>>;
}

export interface ApiResponse {
  readonly description: string;
  readonly headers?: Readonly<Record<string, object>>;
  readonly content?: Readonly<Record<string, ApiMedia>>;
}

export interface ApiMedia {
  readonly schema: JsonSchema;
  readonly examples?: Readonly<Record<string, ApiExample | { readonly $ref: string }>>;
}

export interface ApiExample {
  readonly summary?: string;
  readonly value: unknown;
}

/** What this server uses of JSON Schema 2020-12. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

/** Changes every operation of a document. */
export function mapOperations(
  document: ApiDocument,
  change: (operation: ApiOperation, method: string) => ApiOperation,
): ApiDocument {
  const paths = mapValues(document.paths, (item) =>
    mapValues(item, (operation, method) => change(operation, method)),
  );
  return { ...document, paths };
}

export function mapValues<Value, Result>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value, key: string) => Result,
): Readonly<Record<string, Result>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
