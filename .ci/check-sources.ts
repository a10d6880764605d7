/**
 * Prints what `npm run typecheck` and `npm run lint` find, in less time than the two: the compiler reads the sources and resolves their
 * types once, and ESLint asks the same program.
 */
import { ESLint } from "eslint";
import ts from "typescript";

const program = readProgram("tsconfig.json");
const diagnostics = ts.getPreEmitDiagnostics(program);
const host = { getCanonicalFileName: (name: string) => name, getCurrentDirectory: process.cwd, getNewLine: () => "\n" };
process.stdout.write(ts.formatDiagnosticsWithColorAndContext(diagnostics, host));

const parserOptions = { projectService: false, programs: [program] };
const eslint = new ESLint({ overrideConfig: { files: ["**/*.ts"], languageOptions: { parserOptions } } });
const results = await eslint.lintFiles(["."]);
process.stdout.write(await (await eslint.loadFormatter("stylish")).format(results));

const problems = results.reduce((sum, { errorCount, warningCount }) => sum + errorCount + warningCount, 0);
process.exitCode = diagnostics.length + problems > 0 ? 1 : 0;

/** The program of a configuration; throws what keeps it from being read. */
function readProgram(path: string): ts.Program {
  const onUnRecoverableConfigFileDiagnostic = ({ messageText }: ts.Diagnostic): never => {
    throw new TypeError(ts.flattenDiagnosticMessageText(messageText, "\n"));
  };
  const config = ts.getParsedCommandLineOfConfigFile(path, {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic });
  if (config === undefined) throw new TypeError(`${path} cannot be read.`);
  return ts.createProgram({
    rootNames: config.fileNames,
    options: config.options,
    configFileParsingDiagnostics: config.errors,
  });
}
