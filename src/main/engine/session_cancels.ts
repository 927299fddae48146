/** Mass cancels that main asks for by itself: of a session whose connection is lost. */

import { ReasonCode } from '../../workers/model/reason.ts';
import type { Telemetry } from '../../workers/pipeline/telemetry.ts';
import { SequenceUnknownError, type SequenceWatch } from '../operator/sequence_watch.ts';
import { ControlRingFullError, type ControlSource } from './control_source.ts';

/** Cancels every open order of a session: answers with the command's sequence, or with why it may not be in force. */
export function sessionCancels(
  control: ControlSource,
  watch: SequenceWatch,
  telemetry: Telemetry,
): (session: number) => Promise<number | string> {
  const refused = (): number => telemetry.reasons[ReasonCode.SWEEPS_EXHAUSTED]!;
  return async (session) => {
    const refusedBefore = refused();
    try {
      const { epoch } = control;
      const send = () => ({ epoch, number: control.massCancel(session, -1, -1, -1, 0) });
      const sequence = await watch.sequenceOf(send);
      // Whose was refused is not counted apart, and to cancel twice does no harm.
      return refused() === refusedBefore ? sequence : 'too many mass cancels at once, maybe this one';
    } catch (error) {
      if (error instanceof SequenceUnknownError || error instanceof ControlRingFullError) return error.message;
      throw error;
    }
  };
}
