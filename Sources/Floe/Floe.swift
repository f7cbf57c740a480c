import FloeServer
import FloeStore
@main struct Floe { static func main() { print("floe") } }
