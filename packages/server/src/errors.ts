/** From whatever was thrown to the error that a client is told. */
import {
  AssistantError,
  EditDeclinedError,
  EngineError,
  RequestError,
  SnippetDeclinedError,
  TooLargeError,
} from '@wick/assistant';
import { ApiError, invalidRequest } from '@wick/protocol';

export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof SnippetDeclinedError || error instanceof EditDeclinedError) {
    const { message, reason } = error;
    const what = error instanceof EditDeclinedError ? 'edit' : 'snippet';
    const code = `${what}_${reason.replaceAll('-', '_')}`;
    return new ApiError({ status: 422, type: 'invalid_request_error', message, code });
  }
  if (error instanceof TooLargeError) {
    return invalidRequest(error.message, undefined, 'context_length_exceeded');
  }
  if (error instanceof AssistantError || error instanceof RequestError) {
    return invalidRequest(error.message);
  }
  if (error instanceof EngineError) {
    const message = `The engine cannot answer: ${error.message}`;
    return new ApiError({ status: 503, type: 'server_error', message, code: 'engine_unavailable' });
  }
  return new ApiError({
    status: 500,
    type: 'server_error',
    message: 'An error in the server; its log says more.',
    code: 'internal_error',
    cause: error,
  });
}
