/** Errors as OpenAI's API tells them: {"error": {"message", "type", "param", "code"}} and an HTTP status. */

export type ErrorType =
  | 'invalid_request_error'
  | 'authentication_error'
  | 'permission_error'
  | 'not_found_error'
  | 'rate_limit_error'
  | 'server_error'
  | 'upstream_error';

export interface ErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: ErrorType;
    readonly param: string | null;
    readonly code: string | null;
  };
}

export interface ApiErrorOptions {
  readonly status: number;
  readonly type: ErrorType;
  readonly message: string;
  readonly code?: string;
  /** Which field is meant, as a path: `input[0].content`. */
  readonly param?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** What a client is told; the message is fit for its user. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly type: ErrorType;
  readonly code: string | undefined;
  readonly param: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor({ status, type, message, code, param, headers = {}, cause }: ApiErrorOptions) {
    super(message, { cause });
    this.status = status;
    this.type = type;
    this.code = code;
    this.param = param;
    this.headers = headers;
  }

  get body(): ErrorBody {
    const { message, type, code = null, param = null } = this;
    return { error: { message, type, param, code } };
  }
}

/** 400: a field holds what it may not. */
export function invalidRequest(message: string, param?: string, code = 'invalid_value'): ApiError {
  return new ApiError({
    status: 400,
    type: 'invalid_request_error',
    message,
    code,
    ...(param !== undefined && { param }),
  });
}

/** 404: there is no such thing. */
export function notFound(what: string, id: string, code = 'not_found', param = 'id'): ApiError {
  const message = `There is no ${what} "${id}".`;
  return new ApiError({ status: 404, type: 'invalid_request_error', message, code, param });
}
