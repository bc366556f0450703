// What a service computes beside its event loop: whatever grows with what people send.

import '../support/plainZod.js';
import { inPlace } from '../diagnosis/longWork.js';
import { drawPng } from '../render/plot/index.js';
import { answerCalls } from '../support/workerThread.js';

export const longCalls = { ...inPlace, drawPng };

answerCalls(longCalls);
