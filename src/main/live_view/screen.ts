/** Puts the view on a terminal, or a line a second on anything else, and leaves the terminal as it was. */

const REDRAW_MS = 250;
const LINE_MS = 1_000;

const ENTER = '\x1b[?1049h\x1b[?25l';
const LEAVE = '\x1b[?25h\x1b[?1049l';
const HOME = '\x1b[H';
const CLEAR_TO_LINE_END = '\x1b[K';
const CLEAR_TO_SCREEN_END = '\x1b[J';

/** What of a stream the screen uses: process.stdout, or a test's own. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  readonly writableNeedDrain?: boolean;
  write(text: string): unknown;
}

/** What is shown, as it is at the moment. */
export interface ScreenView {
  frame(columns: number, rows: number): readonly string[];
  line(): string;
}

export class Screen {
  readonly #output: Output;
  readonly #view: ScreenView;
  readonly #restore = (): void => this.#leave();
  #timer: NodeJS.Timeout | undefined;
  #entered = false;

  constructor(output: Output, view: ScreenView) {
    this.#output = output;
    this.#view = view;
  }

  start(): void {
    if (this.#output.isTTY) {
      this.#output.write(ENTER);
      this.#entered = true;
      // Also when the process ends by a path that does not come by stop().
      process.once('exit', this.#restore);
    }
    this.#timer = setInterval(() => this.draw(), this.#output.isTTY ? REDRAW_MS : LINE_MS);
    this.#timer.unref();
  }

  /** One frame, or one line. A terminal that does not keep up loses frames, not memory. */
  draw(): void {
    if (this.#output.writableNeedDrain) return;
    if (!this.#entered) {
      this.#output.write(`${this.#view.line()}\n`);
      return;
    }
    const { columns = 80, rows = 24 } = this.#output;
    const lines = this.#view.frame(columns, rows).map((line) => line + CLEAR_TO_LINE_END);
    this.#output.write(HOME + lines.join('\r\n') + CLEAR_TO_SCREEN_END);
  }

  /** Safe to call twice. What is written afterwards stays on the user's own screen. */
  stop(): void {
    clearInterval(this.#timer);
    process.removeListener('exit', this.#restore);
    this.#leave();
  }

  #leave(): void {
    if (!this.#entered) return;
    this.#entered = false;
    this.#output.write(LEAVE);
  }
}
