internal import Glibc

/// Why a process could not be started.
public struct SpawnProblem: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String
    public init(_ description: String) { self.description = description }

    init(_ spec: ProcessSpec, code: Int32) { self.init(program: spec.program, folder: spec.folder, code: code) }

    init(program: String, folder: String, code: Int32) {
        let reason =
            switch code {
            case ENOENT where !Folder.exists(folder):
                "the folder it is to start in, \(folder), is not there"
            case ENOENT, ELOOP:
                "it, or the interpreter its first line (#!) names, is not there"
            case ENOEXEC:
                "it is neither a program for this machine nor a script whose first line names its interpreter (#!)"
            case E2BIG:
                "its arguments and environment are longer than the system allows (128 KiB each, 2 MiB in all); hand large texts on in files"
            case EAGAIN, ENOMEM:
                "\(SystemText.error(code)); the limit of processes or the memory is used up"
            case ETXTBSY:
                "it is still being written to"
            case EACCES:
                "permission denied for it, its interpreter or the folder \(folder)"
            default: SystemText.error(code)
            }
        self.description = "cannot start \(program): \(reason)"
    }
}
