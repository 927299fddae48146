/** Where commands print: results to one place, what is wrong to the other. Tests give their own. */

export interface Console {
  print(line: string): void;
  error(line: string): void;
}

export const processConsole: Console = {
  print: (line) => process.stdout.write(`${line}\n`),
  error: (line) => process.stderr.write(`${line}\n`),
};
