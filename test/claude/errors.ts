import type { ErrorResponse, ErrorType } from '@anthropic-ai/sdk/resources/shared';
import type { HttpError } from './faults';
import { newId } from './message';

/** An error response of the API. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly details: Omit<HttpError, 'status'> = {},
  ) {
    super(message);
  }
}

/** The error that a fault injects. */
export function injectedError({ status, ...details }: HttpError): ApiError {
  return new ApiError(status, 'Injected by the test', details);
}

/** Converts anything thrown to an API error; unexpected errors become a 500. */
export function toApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError(500, String(error));
}

/** The JSON of an error response, or of a failed batch entry. */
export function errorBody({ status, message, details }: ApiError, requestId = newId('req')) {
  const { errorCode } = details;
  const error = {
    type: errorTypes[status] ?? 'api_error',
    message,
    ...(errorCode !== undefined && { details: { error_code: errorCode } }),
  } as ErrorResponse['error'];
  return { type: 'error', error, request_id: requestId } satisfies ErrorResponse;
}

const errorTypes: Readonly<Record<number, ErrorType>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};
