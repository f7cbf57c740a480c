/// Files as users of the Go program wrote them; they must go on loading.
enum Classic {}
