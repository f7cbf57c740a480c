import ArgumentParser

/// For whom `floe exec` tells what happens.
enum ExecForm: String, ExpressibleByArgument, CaseIterable { case text, json }
