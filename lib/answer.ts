import { AppError, type ErrorAnswer, errorStatus, toErrorAnswer } from './errors';
import { log } from './log';

/** What may be told of a failure; what may not, and what is the program's own fault, is logged. */
export function answerFailure(name: string, error: unknown): ErrorAnswer {
  const answer = toErrorAnswer(error);
  if (!(error instanceof AppError)) log.error({ err: error, name }, 'failed unexpectedly');
  else if (errorStatus[answer.code] >= 500) log.warn({ err: error, name }, 'failed');
  return answer;
}
