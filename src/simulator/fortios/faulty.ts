// How FortiOS's REST API answers under each fault of content.
import type { Answer } from '../tls/api.js';
import { faultyAnywhere } from '../tls/api.js';
import type { ApiFault } from '../tls/api-fault.js';
import { answerOf, type Frame, failure, success, UNAUTHORIZED } from './envelope.js';

export function faultyJson(fault: ApiFault, answer: Answer, frame: Frame): Answer | undefined {
  switch (fault.kind) {
    case 'forbidden':
      return UNAUTHORIZED;
    case 'not-authorized':
      return answerOf(failure(frame, 403, -37), 403);
    case 'error-code':
      if (fault.code === 7) return answerOf(failure(frame, 404, -3), 404);
      if (fault.code === 12) return answerOf(failure(frame, 500, -651), 500);
      return answerOf(failure(frame, 400), 400);
    case 'empty':
      return answerOf(success(frame, []));
    case 'huge':
      return answerOf(
        success(
          frame,
          Array.from({ length: Math.ceil(fault.bytes / 12) }, () => ({ name: 'x' })),
        ),
      );
    case 'deep':
      return {
        ...answer,
        body: `{"http_method":"GET","results":${'['.repeat(fault.levels)}${']'.repeat(fault.levels)},"status":"success"}`,
      };
    default:
      return faultyAnywhere(fault, answer);
  }
}
