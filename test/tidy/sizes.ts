/** Sizes above which a file or a function is looked at, and those that were there before: this list only shrinks. */
export const FILE_LINES = 400;
/** A table of cases is long without being deep. */
export const TEST_FILE_LINES = 600;
export const FUNCTION_LINES = 80;

export const LONG_FILES: Readonly<Record<string, number>> = {};

/** By file: its longest function. */
export const LONG_FUNCTIONS: Readonly<Record<string, number>> = {};

/** Exported functions, classes and constants that no other file names. */
export const UNUSED_EXPORTS = 110;
