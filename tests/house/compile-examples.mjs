// Compiles each text of a JSON list on standard input as a module of this project, and prints what is wrong with it.
import { readFileSync } from 'node:fs';
import ts from 'typescript';

const texts = JSON.parse(readFileSync(0, 'utf8'));
const options = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
};
const names = texts.map((_, index) => `${process.cwd()}/example-${index}.mts`);
const host = ts.createCompilerHost(options);
const readFromDisk = host.getSourceFile.bind(host);
host.getSourceFile = (name, ...rest) => {
  const index = names.indexOf(name);
  return index < 0 ? readFromDisk(name, ...rest) : ts.createSourceFile(name, texts[index], options.target, true);
};
const onDisk = host.fileExists.bind(host);
host.fileExists = (name) => names.includes(name) || onDisk(name);
const program = ts.createProgram(names, options, host);
for (const problem of ts.getPreEmitDiagnostics(program)) {
  process.stdout.write(
    `${problem.file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(problem.messageText, '\n')}\n`,
  );
}
