import type { ErrorResponse, ErrorType } from '@anthropic-ai/sdk/resources/shared';
import type { HttpError } from './faults';

/** An error that the API answers with. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly refusal: Omit<HttpError, 'status' | 'message'> = {},
  ) {
    super(message);
  }

  get type(): ErrorType {
    return this.refusal.type ?? defaultTypes[this.status] ?? 'api_error';
  }
}

const defaultTypes: Readonly<Record<number, ErrorType>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'invalid_request_error',
  429: 'rate_limit_error',
  500: 'api_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

const defaultMessages: Readonly<Record<number, string>> = {
  401: 'invalid API key',
  429: 'This request would exceed your organization’s rate limit.',
  500: 'Internal server error',
  529: 'Overloaded',
};

/** The error that a test has planned. */
export function plannedError({ status, message, ...rest }: HttpError): ApiError {
  return new ApiError(status, message ?? defaultMessages[status] ?? 'Planned by the test', rest);
}

/** The body of an error's answer. */
export function errorBody(error: ApiError, requestId: string): ErrorResponse {
  const { errorCode } = error.refusal;
  const details = errorCode === undefined ? {} : { details: { error_code: errorCode } };
  const { type, message } = error;
  return {
    type: 'error',
    error: { type, message, ...details } as ErrorResponse['error'],
    request_id: requestId,
  };
}
