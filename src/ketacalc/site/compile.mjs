// Compile the Python files of some archives by the engine that will run them.
//
//   node compile.mjs ENGINE IN... : each FOLDER/x.zip becomes FOLDER/x.zip, compiled.
//
// The archives come out as they went in, but with .pyc for .py, not compressed: they are
// compressed as a whole, which is smaller.  The same files give the same bytes.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const COMPILE = `
import importlib.util, io, zipfile
MOMENT = (1980, 1, 1, 0, 0, 0)
def compiled(data):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name.endswith(".py"):
                name, content = name + "c", pyc(name, content)
            new.writestr(zipfile.ZipInfo(name, MOMENT), content)
    return out.getvalue()
def pyc(name, source):
    code = compile(source, name, "exec", dont_inherit=True, optimize=2)
    import marshal
    unchecked = (1).to_bytes(4, "little")
    head = importlib.util.MAGIC_NUMBER + unchecked + bytes(8)
    return head + marshal.dumps(code)
`;

const [engine, ...archives] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${engine}/pyodide.mjs`));
// Without columns a traceback has its lines, and the archives are smaller.
const python = await loadPyodide({ env: { PYTHONNODEBUGRANGES: "1" } });
python.runPython(COMPILE);
for (const path of archives) {
  python.FS.writeFile("/in.zip", readFileSync(path));
  python.runPython('open("/out.zip", "wb").write(compiled(open("/in.zip", "rb").read()))');
  writeFileSync(path, python.FS.readFile("/out.zip"));
}
