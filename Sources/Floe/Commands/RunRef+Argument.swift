public import ArgumentParser
public import FloeCore

extension RunRef: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension RunRow.Result: ExpressibleByArgument {}
